#!/usr/bin/env bash
# Installs and starts the real servers that tests talk to, on Debian as root. Safe to run again.
#
#   scripts/services.sh            all of them
#   scripts/services.sh dovecot    one of them
#   scripts/services.sh stop dovecot
set -euo pipefail

# Servers would keep what they inherit open for ever, and who waits for the end of a pipe would wait for them.
for descriptor in /proc/self/fd/*; do
  number="${descriptor##*/}"
  if [[ "$number" -gt 2 && "$number" -ne 255 ]]; then eval "exec $number>&-"; fi
done

folder="${HEEDKIT_SERVICES:-$(dirname "$(mktemp -u)")/heedkit-services}"

# Makes the certificates that tests of TLS use.
openssl_program() {
  command -v openssl >/dev/null || install openssl
}

# An IMAP server on a loopback port: user "desk", password "secret", any number of mailboxes.
dovecot() {
  local home="$folder/dovecot" port="${HEEDKIT_DOVECOT_PORT:-31430}"
  [[ -x /usr/sbin/dovecot ]] || install dovecot-imapd
  mkdir -p "$home/mail" "$home/run"
  chown -R dovecot:dovecot "$home/mail"
  cat >"$home/dovecot.conf" <<CONF
base_dir = $home/run
state_dir = $home/run
log_path = $home/dovecot.log
protocols = imap
listen = ${HEEDKIT_SERVICES_LISTEN:-127.0.0.1}
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$home/mail/%u
mail_uid = dovecot
mail_gid = dovecot
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 50
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = home=$home/mail/%u
}
service imap-login {
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  chroot =
}
CONF
  if ! is_running "$home/run/master.pid"; then
    # Its output must not be ours: who waits for the end of it would wait for the server.
    /usr/sbin/dovecot -c "$home/dovecot.conf" </dev/null >/dev/null 2>&1
  fi
  echo "dovecot 127.0.0.1:$port"
}

stop_dovecot() {
  if is_running "$folder/dovecot/run/master.pid"; then kill "$(cat "$folder/dovecot/run/master.pid")"; fi
}

# A PostgreSQL server on a loopback port, with TLS: superuser "heedkit", password "secret", database "heedkit".
postgres() {
  local home="$folder/postgres" port="${HEEDKIT_POSTGRES_PORT:-31432}" programs
  [[ -n "$(postgres_programs)" ]] || install postgresql
  programs="$(postgres_programs)"
  if [[ ! -f "$home/data/PG_VERSION" ]]; then
    openssl_program
    mkdir -p "$home"
    echo secret >"$home/password"
    chown -R postgres:postgres "$home"
    as_postgres "$programs/initdb" --pgdata "$home/data" --username heedkit --pwfile "$home/password" \
      --auth-host scram-sha-256 --auth-local trust --encoding UTF8 --locale C.UTF-8 >/dev/null
    as_postgres openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=localhost \
      -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
      -keyout "$home/data/server.key" -out "$home/data/server.crt" 2>/dev/null
    chmod 600 "$home/data/server.key"
    echo "host all all all scram-sha-256" >>"$home/data/pg_hba.conf"
    cat >>"$home/data/postgresql.conf" <<CONF
ssl = on
max_connections = 300
unix_socket_directories = '$home'
CONF
  fi
  if ! is_running "$home/data/postmaster.pid"; then
    as_postgres "$programs/pg_ctl" start --wait --pgdata "$home/data" --log "$home/postgres.log" \
      --options "-p $port -h ${HEEDKIT_SERVICES_LISTEN:-127.0.0.1}" </dev/null >/dev/null 2>&1
  fi
  as_postgres "$programs/psql" --host "$home" --port "$port" --username heedkit --dbname postgres --quiet --tuples-only \
    --command "select 1 from pg_database where datname = 'heedkit'" | grep -q 1 ||
    as_postgres "$programs/createdb" --host "$home" --port "$port" --username heedkit heedkit
  echo "postgres 127.0.0.1:$port"
}

stop_postgres() {
  as_postgres "$(postgres_programs)/pg_ctl" stop --mode fast --pgdata "$folder/postgres/data" >/dev/null
}

postgres_programs() {
  find /usr/lib/postgresql -path '*/bin/postgres' -printf '%h\n' 2>/dev/null | sort --version-sort | tail -1
}

as_postgres() {
  # From a folder that this user may be in.
  (cd / && setpriv --reuid postgres --regid postgres --init-groups "$@")
}

# PgBouncer in transaction mode before the PostgreSQL server, for the same user.
pgbouncer() {
  local home="$folder/pgbouncer" port="${HEEDKIT_PGBOUNCER_PORT:-31643}"
  postgres >/dev/null
  [[ -x /usr/sbin/pgbouncer ]] || install pgbouncer
  mkdir -p "$home"
  cat >"$home/pgbouncer.ini" <<CONF
[databases]
* = host=127.0.0.1 port=${HEEDKIT_POSTGRES_PORT:-31432}
[pgbouncer]
listen_addr = ${HEEDKIT_SERVICES_LISTEN:-127.0.0.1}
listen_port = $port
unix_socket_dir =
auth_type = plain
auth_file = $home/users.txt
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
logfile = $home/pgbouncer.log
pidfile = $home/pgbouncer.pid
CONF
  echo '"heedkit" "secret"' >"$home/users.txt"
  chown -R postgres:postgres "$home"
  if ! is_running "$home/pgbouncer.pid"; then
    as_postgres /usr/sbin/pgbouncer --daemon "$home/pgbouncer.ini" </dev/null >/dev/null 2>&1
  fi
  echo "pgbouncer 127.0.0.1:$port"
}

stop_pgbouncer() {
  if is_running "$folder/pgbouncer/pgbouncer.pid"; then kill "$(cat "$folder/pgbouncer/pgbouncer.pid")"; fi
}

# A MariaDB server on a loopback port: user "heedkit", password "secret", who may do everything; database "heedkit".
mariadb() {
  local home="$folder/mariadb" port="${HEEDKIT_MARIADB_PORT:-31306}"
  [[ -x /usr/sbin/mariadbd ]] || install mariadb-server
  mkdir -p "$home"
  chown mysql:mysql "$home"
  if [[ ! -d "$home/data/mysql" ]]; then
    mariadb-install-db --no-defaults --user=mysql --datadir="$home/data" --auth-root-authentication-method=normal \
      --skip-test-db >/dev/null
  fi
  if ! is_running "$home/mariadb.pid"; then
    (cd / && exec setsid /usr/sbin/mariadbd --no-defaults --user=mysql --datadir="$home/data" --port="$port" \
      --bind-address="${HEEDKIT_SERVICES_LISTEN:-127.0.0.1}" --socket="$home/mariadb.sock" --pid-file="$home/mariadb.pid" \
      --log-error="$home/mariadb.log" --max-connections=300) </dev/null >/dev/null 2>&1 &
    wait_for mariadb-admin --no-defaults --socket="$home/mariadb.sock" --user=root ping
  fi
  mariadb_as_root "$home/mariadb.sock" <<SQL
create database if not exists heedkit character set utf8mb4;
create user if not exists 'heedkit'@'%' identified by 'secret';
grant all on *.* to 'heedkit'@'%' with grant option;
SQL
  echo "mariadb 127.0.0.1:$port"
}

mariadb_as_root() {
  command mariadb --no-defaults --socket="$1" --user=root
}

stop_mariadb() {
  if is_running "$folder/mariadb/mariadb.pid"; then kill "$(cat "$folder/mariadb/mariadb.pid")"; fi
}

# A Redis server on a loopback port.
redis() {
  local home="$folder/redis" port="${HEEDKIT_REDIS_PORT:-31379}"
  [[ -x /usr/bin/redis-server ]] || install redis-server
  mkdir -p "$home"
  if ! is_running "$home/redis.pid"; then
    /usr/bin/redis-server --port "$port" --bind "${HEEDKIT_SERVICES_LISTEN:-127.0.0.1}" --protected-mode no \
      --dir "$home" --pidfile "$home/redis.pid" --logfile "$home/redis.log" --daemonize yes \
      --maxmemory-policy noeviction </dev/null >/dev/null 2>&1
    wait_for redis-cli -p "$port" ping
  fi
  echo "redis 127.0.0.1:$port"
}

stop_redis() {
  if is_running "$folder/redis/redis.pid"; then kill "$(cat "$folder/redis/redis.pid")"; fi
}

# What recurrence rules of calendars are compared with. Nothing to start.
dateutil() {
  /usr/bin/python3 -c "import dateutil.rrule" 2>/dev/null || install python3-dateutil
  echo "dateutil /usr/bin/python3"
}

wait_for() {
  for _ in $(seq 100); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  echo "It does not answer: $*" >&2
  return 1
}

install() {
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null ||
    { apt-get update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null; }
}

is_running() {
  [[ -f "$1" ]] && kill -0 "$(head -1 "$1")" 2>/dev/null
}

# Test files that run side by side ask for the same servers.
if [[ -z "${HEEDKIT_SERVICES_LOCKED:-}" ]]; then
  mkdir -p "$folder"
  HEEDKIT_SERVICES_LOCKED=1 exec flock --close "$folder/lock" bash "$0" "$@"
fi

if [[ "${1:-}" == stop ]]; then
  "stop_$2"
elif [[ $# -gt 0 ]]; then
  for service in "$@"; do "$service"; done
else
  openssl_program
  dovecot
  postgres
  pgbouncer
  mariadb
  redis
  dateutil
fi
