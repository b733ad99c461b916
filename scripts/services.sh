#!/usr/bin/env bash
# Installs and starts the real servers that tests talk to, on Debian as root. Safe to run again.
#
#   scripts/services.sh            all of them
#   scripts/services.sh dovecot    one of them
#   scripts/services.sh stop dovecot
set -euo pipefail

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

install() {
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null ||
    { apt-get update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null; }
}

is_running() {
  [[ -f "$1" ]] && kill -0 "$(cat "$1")" 2>/dev/null
}

if [[ "${1:-}" == stop ]]; then
  "stop_$2"
elif [[ $# -gt 0 ]]; then
  for service in "$@"; do "$service"; done
else
  openssl_program
  dovecot
fi
