import { type Rows, wrongTransaction } from "@heedkit/storage-sql";

/**
 * A transaction of the host, as Heedkit needs it. The transactions of `pg`, Drizzle, Kysely, Knex and Prisma are
 * recognised; for anything else the host may hand over this.
 */
export interface HostTransaction {
  /**
   * Runs one statement with `$1`, `$2` as placeholders inside the transaction; resolves with its rows, each an array of
   * values or an object with them in the order of the columns.
   */
  query(sql: string, values: readonly unknown[]): Promise<readonly unknown[] | HostResult>;
}

/** What drivers wrap rows in. */
export interface HostResult {
  readonly rows: readonly unknown[];
}

/** A host's transaction with what is known of it. */
export interface RecognisedTransaction {
  query(sql: string, values: readonly unknown[]): Promise<Rows>;
  /** Throws INVALID_INPUT where the transaction is known to have ended. */
  requireOpen(): void;
}

/** Finds out what the host has handed over. Throws INVALID_INPUT for what is no transaction. */
export function recognise(handle: unknown): RecognisedTransaction {
  const known =
    ofPrisma(handle) ?? ofKysely(handle) ?? ofKnex(handle) ?? ofDrizzle(handle) ?? ofClient(handle);
  if (known === null)
    throw wrongTransaction(
      "Pass the client of `pg` on which you started it, or the transaction of Drizzle, Kysely, Knex or Prisma.",
    );
  known.requireOpen();
  return known;
}

type Method = (...values: unknown[]) => unknown;

function methodOf(handle: unknown, name: string): Method | null {
  if ((typeof handle !== "object" && typeof handle !== "function") || handle === null) return null;
  const method: unknown = Reflect.get(handle, name);
  return typeof method === "function" ? (...values) => method.apply(handle, values) : null;
}

function propertyOf(handle: unknown, name: string): unknown {
  if ((typeof handle !== "object" && typeof handle !== "function") || handle === null) return undefined;
  return Reflect.get(handle, name);
}

const alwaysOpen = () => undefined;

function ofPrisma(handle: unknown): RecognisedTransaction | null {
  const query = methodOf(handle, "$queryRawUnsafe");
  if (query === null) return null;
  if (methodOf(handle, "$connect") !== null)
    throw wrongTransaction("That is the Prisma client. Pass the `tx` of `$transaction(async (tx) => ...)`.");
  return {
    requireOpen: alwaysOpen,
    async query(sql, values) {
      try {
        return rowsOf(await query(sql, ...values));
      } catch (error) {
        throw serverError(error);
      }
    },
  };
}

/** The error of PostgreSQL inside one of Prisma. */
function serverError(error: unknown): unknown {
  const found = propertyOf(propertyOf(propertyOf(error, "meta"), "driverAdapterError"), "cause");
  const code = propertyOf(found, "originalCode");
  if (typeof code !== "string") return error;
  const message = String(propertyOf(found, "originalMessage"));
  const constraint = /constraint "([^"]+)"/.exec(message)?.[1];
  return Object.assign(new Error(message, { cause: error }), { code, constraint });
}

function ofKysely(handle: unknown): RecognisedTransaction | null {
  const execute = methodOf(handle, "executeQuery");
  if (execute === null || typeof propertyOf(handle, "isTransaction") !== "boolean") return null;
  const requireOpen = () => {
    if (propertyOf(handle, "isTransaction") !== true)
      throw wrongTransaction(
        "That is Kysely itself. Pass the `trx` of `transaction().execute(async (trx) => ...)`.",
      );
  };
  const queryId = { queryId: "heedkit" };
  return {
    requireOpen,
    query: async (sql, parameters) =>
      rowsOf(
        await execute({
          sql,
          parameters,
          queryId,
          query: { kind: "RawNode", sqlFragments: [sql], parameters: [] },
        }),
      ),
  };
}

function ofKnex(handle: unknown): RecognisedTransaction | null {
  const raw = methodOf(handle, "raw");
  if (raw === null) return null;
  const isCompleted = methodOf(handle, "isCompleted");
  if (isCompleted === null)
    throw wrongTransaction("That is Knex itself. Pass the `trx` of `knex.transaction(async (trx) => ...)`.");
  return {
    requireOpen() {
      if (isCompleted() === true) throw wrongTransaction("The Knex transaction has ended.");
    },
    // Knex spells placeholders `?`; ours stand in the order of their numbers.
    query: async (sql, values) => rowsOf(await raw(sql.replace(/\$\d+/g, "?"), values)),
  };
}

function ofDrizzle(handle: unknown): RecognisedTransaction | null {
  const client = propertyOf(propertyOf(handle, "session"), "client");
  return methodOf(handle, "execute") === null ? null : ofClient(client);
}

function ofClient(handle: unknown): RecognisedTransaction | null {
  const query = methodOf(handle, "query");
  if (query === null) return null;
  if (propertyOf(handle, "totalCount") !== undefined)
    throw wrongTransaction("That is a pool. Pass the client on which you started the transaction.");
  const status = methodOf(handle, "getTransactionStatus");
  return {
    requireOpen() {
      const now = status?.() ?? null;
      if (now === "I")
        throw wrongTransaction(
          'No transaction is open on the connection. Run "begin" first, and commit it afterwards.',
        );
      if (now === "E") throw wrongTransaction("The transaction has failed. Roll it back.");
    },
    query: async (sql, values) => rowsOf(await query(sql, [...values])),
  };
}

function rowsOf(result: unknown): Rows {
  const rows = Array.isArray(result) ? result : propertyOf(result, "rows");
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) =>
    Array.isArray(row) ? row : typeof row === "object" && row !== null ? Object.values(row) : [row],
  );
}
