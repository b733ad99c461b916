import type {
  AggregateQuery,
  AggregateRow,
  Blobs,
  Clock,
  Filter,
  Instant,
  JobLane,
  JobRate,
  Keyed,
  Query,
  Random,
  Scalar,
  SearchQuery,
  Table,
} from "../ports/index.ts";
import type { Actor, Permission } from "./actors.ts";
import type { EventType, SupportEvents } from "./events.ts";
import type { Scope } from "./grants.ts";
import type { LiveTopics } from "./liveTopics.ts";
import type { AnyHost, Filled, Operation, OperationKind } from "./operations/operation.ts";
import type { Report } from "./report.ts";
import type { StateKey } from "./state.ts";
import type { DefinedTable, Versioned } from "./table.ts";

type Stamped = "tenantId" | "id" | "version" | "createdAt" | "updatedAt";
type NullableKeys<Row> = { [Key in keyof Row]: null extends Row[Key] ? Key : never }[keyof Row];

/** The input of `insert`: nullable fields can be omitted, and the kernel sets key, version and times. */
export type NewRow<Row> = Omit<Row, Stamped | NullableKeys<Row>> &
  Partial<Pick<Row, NullableKeys<Row>>> & { readonly id?: string };

export type Patch<Row> = Partial<Omit<Row, Stamped>>;

export interface JobOptions {
  /** Default: now. */
  readonly dueAt?: Instant;
  /** At most one waiting job has the same key; enqueueing a second one is a no-op. Plugins don't share keys. */
  readonly key?: string;
  /** Which jobs it queues with. Default `normal`. */
  readonly lane?: JobLane;
  /**
   * Its priority in the lane, 0 to 9: each step counts as ten minutes of waiting, so that a job of low priority is
   * never starved. Default 0.
   */
  readonly priority?: number;
  /**
   * A rate limit for jobs with the same key: at most `limit` starts (up to 1,000) in any `perMs` (up to a day), across
   * all processes. A retry counts as a start. A job beyond the limit is postponed, which is not an attempt. Default: no
   * limit.
   */
  readonly rate?: JobRate;
}

/** The kinds of jobs and their data. Rooms and plugins add theirs by augmentation. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from the rooms
export interface SupportJobs {}

export type JobKind = keyof SupportJobs & string;

export interface EventOptions {
  /** An id from `newId("evt")`, if other rows of the same commit refer to the event. Default: a new one. */
  readonly id?: string;
}

export interface EventSubject {
  readonly caseId?: string | null;
  readonly customerId?: string | null;
}

/** The actor for an operation called inside a transaction. */
export interface CallOptions {
  /**
   * Default: the transaction's actor. `"system"` is the desk itself, in the name of the calling plugin. A plugin can
   * act as the kinds that it declares in `actsAs`.
   */
  readonly as?: Exclude<Actor, { readonly kind: "host" }> | "system";
}

/** What queries work with: reads of one tenant, on behalf of one actor. */
export interface Read {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly now: Instant;
  /** The same for everything caused by one call. */
  readonly correlationId: string;
  /** The same object for everything in this attempt of this commit: a key for caches. */
  readonly commit: object;
  readonly clock: Clock;
  readonly random: Random;
  /** Topics of the tenant. They are heard on `support.live` under {@link liveTopic}. */
  readonly live: LiveTopics;
  readonly report: Report;
  /** Bytes of the tenant, by the key that `stage` returned. */
  readonly blobs: Pick<Blobs, "open">;
  /**
   * Whether reads from these tables may still be undone: the command has changed them, or is part of a host
   * transaction. Such results must not be cached for others.
   */
  seesUncommitted(...tables: readonly Table[]): boolean;

  get<Row extends Keyed>(table: Table<Row>, id: string): Promise<Row | null>;
  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]>;
  /** The one row that matches a filter, or null. */
  findOne<Row extends Keyed>(table: Table<Row>, where: Filter<Row>): Promise<Row | null>;
  /** How many committed rows match. Staged rows are not counted. */
  count<Row extends Keyed>(table: Table<Row>, where?: Filter<Row>): Promise<number>;
  /** Figures over committed rows, like {@link Storage.aggregate}. Staged rows are not counted. */
  aggregate<Row extends Keyed>(
    table: Table<Row>,
    query: AggregateQuery<Row>,
  ): Promise<readonly AggregateRow[]>;
  /** Committed rows that contain all the words, like {@link Storage.search}. */
  search<Row extends Keyed>(table: Table<Row>, query: SearchQuery<Row>): Promise<readonly Row[]>;

  /** The configuration of a room or plugin. A plugin reads its own and that of plugins it depends on. */
  use<State>(key: StateKey<State>): State;
  /** Whether the actor has a permission for the whole tenant, not just in a narrower scope. */
  may(permission: Permission): Promise<boolean>;
  /** The scope of a permission of the actor; null without it. */
  scopeOf(permission: Permission): Promise<Scope | null>;
  /**
   * Whether a permission of the actor covers a row, such as `reaches("notes.read", "case", caseId)`. `kind`: as in
   * `reference(kind)`. Rows of kinds without scopes are only covered by permissions for the whole tenant.
   */
  reaches(permission: Permission, kind: string, id: string): Promise<boolean>;
  /**
   * Runs an operation as part of this transaction, checking its permission and ownership. Returns what staff see.
   * Queries can only call queries. @throws SupportError as the operation does; FORBIDDEN if the plugin has not declared
   * what it depends on or whom it acts as
   */
  call<Input, Staff, Customer, Anonymous>(
    operation: Operation<"query", Input, Staff, Customer, Anonymous>,
    input: Filled<Input, AnyHost>,
    options?: CallOptions,
  ): Promise<Filled<Staff, AnyHost>>;
}

/**
 * Reads and staged writes of one command, within one tenant. Reads include staged writes. Nothing reaches storage until
 * everything is committed at once; on a conflict the command runs again from the start.
 */
export interface Transaction extends Omit<Read, "call"> {
  /** 1 at first; increases each time a conflict made the command run again. */
  readonly attempt: number;

  insert<Row extends Keyed>(table: DefinedTable<Row>, row: NewRow<Row>): Row;
  /**
   * Changes a row that was read in this transaction, guarded by its version. `expect`: further values that storage must
   * hold for the commit to succeed.
   */
  update<Row extends Versioned>(
    table: DefinedTable<Row>,
    row: Row,
    patch: Patch<Row>,
    expect?: Readonly<Record<string, Scalar>>,
  ): Row;
  delete<Row extends Keyed>(table: DefinedTable<Row>, row: Row): void;
  /**
   * Fills in derived values of a row that an older version of the desk omitted. Version and times stay the same, so
   * that concurrent readers are not disturbed. A conflict if the row has changed in the meantime.
   */
  settle<Row extends Versioned>(table: DefinedTable<Row>, row: Row, patch: Patch<Row>): void;
  /** Adds to number columns without reading them and without a version check: for counters. */
  increment<Row extends Keyed>(
    table: DefinedTable<Row>,
    id: string,
    amounts: Partial<Record<keyof Row & string, number>>,
  ): void;

  /** Emits an event and lets rooms react to it in this same commit. */
  emit<Type extends EventType>(
    type: Type,
    subject: EventSubject,
    data: SupportEvents[Type],
    options?: EventOptions,
  ): void;
  /** Enqueues a job in this same commit. @throws SupportError INVALID_INPUT for an invalid lane, priority or rate. */
  enqueue<Kind extends JobKind>(kind: Kind, data: SupportJobs[Kind], options?: JobOptions): Promise<void>;
  newId(prefix: string): string;
  /**
   * The next number of a sequence, such as that of the cases; a plugin's sequences start with its id. Reserved once,
   * however often the commit is tried, and not part of it: a rejected command leaves a gap.
   */
  reserve(sequence: string): Promise<number>;
  /**
   * Stores bytes with this commit and returns their key. A host's own store receives them immediately, and they are
   * removed again if the commit is rejected. Check first whether the command is allowed.
   */
  stage(bytes: Uint8Array): Promise<string>;
  /**
   * Deletes bytes that `stage` kept. No remaining row may reference them. In a host's own store, a job of this commit
   * removes them.
   */
  unstage(keys: readonly string[]): Promise<void>;
  /** Like {@link Read.call}, also for commands: their writes join this commit. */
  call<Input, Staff, Customer, Anonymous>(
    operation: Operation<OperationKind, Input, Staff, Customer, Anonymous>,
    input: Filled<Input, AnyHost>,
    options?: CallOptions,
  ): Promise<Filled<Staff, AnyHost>>;
}
