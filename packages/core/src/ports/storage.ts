import type { AggregateQuery, AggregateRow, Filter, Order, Query, SearchQuery } from "./query.ts";
import type { Keyed, Scalar, Table } from "./table.ts";
import type { Instant } from "./time.ts";

/** A change of one row. */
export type Change = InsertChange | UpdateChange | UpsertChange | DeleteChange;

export interface InsertChange {
  readonly kind: "insert";
  readonly table: Table;
  /** Every column of the table, and no others. */
  readonly row: Keyed & Readonly<Record<string, unknown>>;
}

export interface UpdateChange {
  readonly kind: "update";
  readonly table: Table;
  readonly key: Keyed;
  readonly set?: Readonly<Record<string, unknown>>;
  /** Amounts added to number columns, in place. A null column counts as 0. */
  readonly increment?: Readonly<Record<string, number>>;
  /** Values the row must hold before the change; otherwise a conflict. A missing row is always a conflict. */
  readonly expect?: Readonly<Record<string, Scalar>>;
}

/**
 * Inserts a row, or changes the one that has its key already. Of concurrent ones for the same key one inserts and the
 * others change what it inserted: none is a conflict for that.
 */
export interface UpsertChange {
  readonly kind: "upsert";
  readonly table: Table;
  /** Inserted if no row has its key: every column of the table, and no others. */
  readonly row: Keyed & Readonly<Record<string, unknown>>;
  /** Name of the unique key that finds the existing row, which keeps its own id. Default: tenant and id. */
  readonly by?: string;
  /** What changes in the existing row. With neither `set` nor `increment` it stays as it is. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly increment?: Readonly<Record<string, number>>;
  /** Values the existing row must hold; otherwise a conflict that names the id of `row`. Not asked of a new row. */
  readonly expect?: Readonly<Record<string, Scalar>>;
}

export interface DeleteChange {
  readonly kind: "delete";
  readonly table: Table;
  readonly key: Keyed;
  readonly expect?: Readonly<Record<string, Scalar>>;
}

/** A row that can be leased: claimed by one worker at a time, for a limited time. */
export interface Claimable extends Keyed {
  /** When there is something to do; null if there is not. */
  readonly dueAt: Instant | null;
  /** Until when a worker holds the row; null or past if none does. */
  readonly leasedUntil: Instant | null;
  /** Increases by one with each claim: the fencing token. A commit that expects an older one is rejected. */
  readonly fence: number;
}

export interface ClaimQuery<Row extends Claimable> {
  /** In addition to `dueAt <= now` and no running lease, which always apply. */
  readonly where?: Filter<Row>;
  /** Default: by `dueAt`. */
  readonly orderBy?: readonly Order<Row>[];
  readonly limit: number;
  /** The current time by the desk's clock. Storage must not use its own. */
  readonly now: Instant;
  readonly leaseMs: number;
}

/** What an adapter can do. Data, so that it can be checked at start, tested and printed. */
export interface StorageCapabilities {
  /** Whether `search` works; otherwise it throws UNSUPPORTED. */
  readonly search: boolean;
  /** Whether `within` works; otherwise it throws UNSUPPORTED. */
  readonly hostTransactions: boolean;
  /** Whether commits survive the death of the process. */
  readonly durable: boolean;
  /** Whether several processes can open the same storage at once. */
  readonly shared: boolean;
}

/** A difference between the wanted and the existing tables. */
export interface SchemaDrift {
  readonly table: string;
  readonly column?: string;
  /** What differs and what to do about it, for a person. */
  readonly problem: string;
}

export interface SchemaPlan {
  /** What `apply` will do, in order, each in words or as the statement that will run. Empty: nothing to do. */
  readonly steps: readonly string[];
  /** Differences that `apply` will not touch: applying a plan that has any throws SCHEMA_DRIFT. */
  readonly drift: readonly SchemaDrift[];
}

/**
 * Where a desk stores its rows. Reads are unrestricted; writes are one `commit`. There are no interactive transactions.
 *
 * Guarantees of an adapter: what `commit` resolved is durable (if `capabilities.durable`) and visible to every later
 * read; a commit is applied completely or not at all; values come back as they went in (text to the code point, numbers
 * exact, instants to the millisecond, JSON deeply equal); it never reads the system's time. Failures are SupportErrors:
 * ConflictError, STORAGE_UNAVAILABLE (retryable), STORAGE_FULL, INVALID_INPUT. Every call ends: if a server does not
 * respond within the adapter's deadline, the call fails with STORAGE_UNAVAILABLE.
 */
export interface Storage {
  readonly specVersion: 1;
  /** For messages: `memory`, `sqlite`, `postgres`. */
  readonly name: string;
  readonly capabilities: StorageCapabilities;
  /** Problems with its options; `createSupport` lists them and refuses to start. */
  readonly problems?: readonly string[];

  readonly schema: {
    /** Compares the wanted tables with the existing ones. Changes nothing. */
    plan(tables: readonly Table[]): Promise<SchemaPlan>;
    /** Creates and migrates tables. Additive only; two processes may call it at once. */
    apply(tables: readonly Table[]): Promise<SchemaPlan>;
  };

  /** Rows by key, in no particular order; keys without a row are skipped. */
  get<Row extends Keyed>(table: Table<Row>, keys: readonly Keyed[]): Promise<readonly Row[]>;
  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]>;
  count<Row extends Keyed>(table: Table<Row>, where?: Filter<Row>): Promise<number>;
  aggregate<Row extends Keyed>(
    table: Table<Row>,
    query: AggregateQuery<Row>,
  ): Promise<readonly AggregateRow[]>;
  /** Rows that contain all the words, best matches first. */
  search<Row extends Keyed>(table: Table<Row>, query: SearchQuery<Row>): Promise<readonly Row[]>;

  /** Applies all changes, in order, or none. Throws ConflictError naming the first that could not be applied. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Claims due rows under a lease, atomically: sets `leasedUntil` and adds one to `fence`. Returns them as claimed. */
  claim<Row extends Claimable>(table: Table<Row>, query: ClaimQuery<Row>): Promise<readonly Row[]>;
  /**
   * Reserves `count` consecutive numbers of a named sequence and returns the first. Sequences start at 1. Never returns
   * a number twice; may leave gaps (an adapter may reserve ahead in blocks, so that numbering needs no durable write of
   * its own).
   */
  next(sequence: string, count: number): Promise<number>;

  /**
   * The same storage inside a transaction that the host started on its own connection: reads see it, and `commit`
   * becomes part of it, durable when the host commits. `claim` and `within` are not supported. Throws INVALID_INPUT if
   * the argument is not an open transaction on the same database.
   */
  within(hostTransaction: unknown): Storage;
  /** Finishes what is running, then closes files and connections. Later calls throw STOPPED. */
  close(): Promise<void>;
}
