import { SupportError } from "@heedkit/core";
import type { Session } from "./session.ts";

/** What differs between servers, and what a connection found out. */
export interface Server {
  readonly isMariaDb: boolean;
  readonly version: string;
  /** By code point, exact, trailing blanks included. */
  readonly collation: string;
  /** Tells one server and database from another. */
  readonly identity: string;
  /** Most bytes that the server takes at once. */
  readonly maxPacket: number;
  readonly shortestToken: number;
  /** The statement that bounds how long statements of the session may run; 0: not at all. */
  limitTime(milliseconds: number): string;
}

/** MySQL from 8.0.23 on (invisible columns), MariaDB from 10.11 on. */
const oldest = { mysql: [8, 0, 23], mariadb: [10, 11, 0] } as const;

/** What makes one server and database the same from two connections. */
export const identityText =
  "concat(@@hostname, ' ', @@port, ' ', coalesce(@@socket, ''), ' ', coalesce(database(), ''))";

/** Looks at the server and sets the session up. Throws UNSUPPORTED for a server that is too old. */
export async function prepareSession(
  session: Session,
  {
    statementTimeoutMs,
    lockTimeoutMs,
  }: { readonly statementTimeoutMs: number; readonly lockTimeoutMs: number },
): Promise<Server> {
  const [, found] = await session.run([
    // A server may take no notice of what the client asked for when it connected (skip-character-set-client-handshake).
    // In other character sets a backslash may be part of a character, and quotes in what is written would end.
    "set names utf8mb4 collate utf8mb4_bin",
    `select version(), ${identityText}, @@max_allowed_packet, @@innodb_ft_min_token_size`,
    // No mode that has texts read otherwise, whatever the server's default is: what is written into statements relies
    // on it. Strict: nothing is cut or converted.
    "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    "set session transaction isolation level read committed",
    `set session autocommit = 1, innodb_lock_wait_timeout = ${Math.max(1, Math.ceil(lockTimeoutMs / 1000))}, max_sort_length = 8192`,
  ]);
  const [row = []] = found?.rows ?? [];
  const server = serverOf(row);
  await session.run([server.limitTime(statementTimeoutMs)]);
  return server;
}

function serverOf([version, identity, maxPacket, shortestToken]: readonly unknown[]): Server {
  const text = String(version);
  const isMariaDb = /mariadb/i.test(text);
  // MariaDB may say "5.5.5-10.11.6-MariaDB" for the sake of old clients.
  const [, major = 0, minor = 0, patch = 0] =
    /^(?:5\.5\.5-)?(\d+)\.(\d+)\.(\d+)/.exec(text)?.map(Number) ?? [];
  const needed = isMariaDb ? oldest.mariadb : oldest.mysql;
  const isOld = [major, minor, patch].reduce(
    (result, part, at) => (result === 0 ? part - (needed[at] ?? 0) : result),
    0,
  );
  if (isOld < 0)
    throw new SupportError(
      "UNSUPPORTED",
      `The database is ${isMariaDb ? "MariaDB" : "MySQL"} ${text}: Heedkit requires MySQL ${oldest.mysql.join(".")} or MariaDB 10.11, or later.`,
    );
  return {
    isMariaDb,
    version: text,
    collation: isMariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin",
    identity: String(identity),
    maxPacket: Number(maxPacket),
    shortestToken: Number(shortestToken),
    // MySQL bounds selects only.
    limitTime: (milliseconds) =>
      isMariaDb
        ? `set session max_statement_time = ${milliseconds / 1000}`
        : `set session max_execution_time = ${milliseconds}`,
  };
}
