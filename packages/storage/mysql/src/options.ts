import { requirePrefix, requireWhole, wrongOption } from "@heedkit/storage-sql";
import type { PoolOptions, SslOptions } from "mysql2";

/** Connection settings, in mysql2's terms. */
export type MysqlConnection = Pick<
  PoolOptions,
  "host" | "port" | "socketPath" | "user" | "password" | "database" | "authPlugins"
>;

/** Options of {@link mysqlStorage}. */
export interface MysqlStorageOptions {
  /** `mysql://user:password@host:3306/database`. */
  readonly url?: string | URL;
  /** Instead of `url`: its parts, or a socket. The database must exist. */
  readonly connection?: MysqlConnection;
  /**
   * TLS: certificates as `node:tls` takes them; `{}` trusts the authorities that Node.js knows. Default: no TLS.
   */
  readonly ssl?: SslOptions;
  /** Prefix of table names: lower-case letters and digits, ending in `_`. Default `heedkit_`. */
  readonly prefix?: string;
  /** Maximum connections. One is enough to work, but not concurrently. Default 10. */
  readonly maxConnections?: number;
  /** How long a call waits for a free connection before STORAGE_UNAVAILABLE, in milliseconds. Default 10,000. */
  readonly acquireTimeoutMs?: number;
  /** How long connecting may take, in milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long a statement may run before STORAGE_UNAVAILABLE, in milliseconds; 0: no limit. Default 30,000. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a row lock, in milliseconds; the database counts whole seconds. Default 5,000. */
  readonly lockTimeoutMs?: number;
  /** How many numbers of a sequence are reserved at once; unused ones are lost when the process dies. Default 64. */
  readonly sequenceBlock?: number;
}

/** The validated options, with defaults. */
export interface MysqlSettings {
  readonly connection: PoolOptions;
  readonly database: string;
  readonly prefix: string;
  readonly maxConnections: number;
  readonly acquireTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly sequenceBlock: number;
}

/** Throws INVALID_CONFIGURATION for invalid options. */
export function settingsOf(options: MysqlStorageOptions): MysqlSettings {
  const { url, connection, ssl, prefix = "heedkit_" } = options;
  if ((url === undefined) === (connection === undefined))
    throw wrongOption("Pass either a url or a connection to mysqlStorage.");
  const address = url === undefined ? { ...connection } : addressOf(url);
  if (address.database === undefined || address.database === "")
    throw wrongOption("Name the database: mysql://user:password@host:3306/database.");
  return {
    connection: ssl === undefined ? address : { ...address, ssl },
    database: address.database,
    prefix: requirePrefix(prefix),
    maxConnections: requireWhole("maxConnections", options.maxConnections ?? 10, 1),
    acquireTimeoutMs: requireWhole("acquireTimeoutMs", options.acquireTimeoutMs ?? 10_000, 1),
    connectTimeoutMs: requireWhole("connectTimeoutMs", options.connectTimeoutMs ?? 10_000, 1),
    statementTimeoutMs: requireWhole("statementTimeoutMs", options.statementTimeoutMs ?? 30_000, 0),
    lockTimeoutMs: requireWhole("lockTimeoutMs", options.lockTimeoutMs ?? 5_000, 0),
    sequenceBlock: requireWhole("sequenceBlock", options.sequenceBlock ?? 64, 1),
  };
}

// Other URL parameters, such as `?multipleStatements=false`, would change what the storage relies on.
function addressOf(url: string | URL): MysqlConnection {
  const text = String(url);
  if (!URL.canParse(text))
    throw wrongOption("The url must be like mysql://user:password@host:3306/database.");
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text);
  if (protocol !== "mysql:" && protocol !== "mariadb:")
    throw wrongOption(`The url must start with mysql:// or mariadb://, not ${protocol}//.`);
  if (search !== "")
    throw wrongOption(`The url can't have parameters. Pass "${search}" as options of mysqlStorage.`);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}
