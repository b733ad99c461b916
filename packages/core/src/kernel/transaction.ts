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
import type { AnyHost, Filled, Operation, OperationKind } from "./operations/operation.ts";
import type { Report } from "./report.ts";
import type { StateKey } from "./state.ts";
import type { DefinedTable, Versioned } from "./table.ts";
import type { LiveTopics } from "./tenantLive.ts";

type Stamped = "tenantId" | "id" | "version" | "createdAt" | "updatedAt";
type NullableKeys<Row> = { [Key in keyof Row]: null extends Row[Key] ? Key : never }[keyof Row];

/** What `insert` wants: nullable fields may be left out, and the kernel stamps key, version and times. */
export type NewRow<Row> = Omit<Row, Stamped | NullableKeys<Row>> &
  Partial<Pick<Row, NullableKeys<Row>>> & { readonly id?: string };

export type Patch<Row> = Partial<Omit<Row, Stamped>>;

export interface JobOptions {
  /** Default: now. */
  readonly dueAt?: Instant;
  /** At most one waiting job has the same key; enqueueing a second one is a no-op. Plugins don't share keys. */
  readonly key?: string;
  /** Which jobs it waits with. Default `normal`. */
  readonly lane?: JobLane;
  /**
   * Its place among the jobs of its lane, 0 to 9: each step counts as ten minutes of waiting, so that a job of low priority
   * comes up in the end. Default 0.
   */
  readonly priority?: number;
  /**
   * Bounds how many jobs of a key start: no more than `limit` (up to 1,000) in any `perMs` (up to a day), whichever
   * processes they start in; a later attempt counts as a start. A job that would be one too many is put off, which is no
   * attempt. Default: no bound.
   */
  readonly rate?: JobRate;
}

/** The kinds of jobs and their data. Rooms and plugins add theirs by augmentation. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from the rooms
export interface SupportJobs {}

export type JobKind = keyof SupportJobs & string;

export interface EventOptions {
  /** An id from `newId("evt")`, where other rows of the same commit are to name the event. Default: a new one. */
  readonly id?: string;
}

export interface EventSubject {
  readonly caseId?: string | null;
  readonly customerId?: string | null;
}

/** On whose behalf code inside a transaction calls an operation. */
export interface CallOptions {
  /**
   * Default: whoever the transaction acts for. `"system"` is the desk itself, in the name of the plugin that calls. A
   * plugin may act as the kinds that it declares in `actsAs`.
   */
  readonly as?: Exclude<Actor, { readonly kind: "host" }> | "system";
}

/** What queries work with: reads of one tenant, on behalf of one actor. */
export interface Read {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly now: Instant;
  /** The same for everything that follows from one call. */
  readonly correlationId: string;
  /** The same object for everything that joins this attempt of this commit: a key for what is worth remembering in it. */
  readonly commit: object;
  readonly clock: Clock;
  readonly random: Random;
  /** Topics of the tenant. They are heard on `support.live` under {@link liveTopic}. */
  readonly live: LiveTopics;
  readonly report: Report;
  /** Bytes of the tenant, by the key that `stage` returned. */
  readonly blobs: Pick<Blobs, "open">;
  /**
   * Whether what is read from these tables may yet be undone: the command has changed them, or is part of a transaction
   * of the host. Nothing read then may be kept for others.
   */
  seesUncommitted(...tables: readonly Table[]): boolean;

  get<Row extends Keyed>(table: Table<Row>, id: string): Promise<Row | null>;
  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]>;
  /** The one row that a filter describes, or null. */
  findOne<Row extends Keyed>(table: Table<Row>, where: Filter<Row>): Promise<Row | null>;
  /** How many committed rows match. What this command has staged isn't counted. */
  count<Row extends Keyed>(table: Table<Row>, where?: Filter<Row>): Promise<number>;
  /** Figures over committed rows, as {@link Storage.aggregate}. What this command has staged isn't counted. */
  aggregate<Row extends Keyed>(
    table: Table<Row>,
    query: AggregateQuery<Row>,
  ): Promise<readonly AggregateRow[]>;
  /** Committed rows that have all the words, as {@link Storage.search}. */
  search<Row extends Keyed>(table: Table<Row>, query: SearchQuery<Row>): Promise<readonly Row[]>;

  /** What a room or plugin was configured with. A plugin reads its own and that of plugins it depends on. */
  use<State>(key: StateKey<State>): State;
  /** Whether the actor has a permission. */
  may(permission: Permission): Promise<boolean>;
  /**
   * Runs an operation as part of this transaction, with its permission and ownership checked. Returns what staff see.
   * From a query only queries can be called. @throws SupportError as the operation does; FORBIDDEN where the plugin has
   * not declared what it depends on or whom it acts as
   */
  call<Input, Staff, Customer, Anonymous>(
    operation: Operation<"query", Input, Staff, Customer, Anonymous>,
    input: Filled<Input, AnyHost>,
    options?: CallOptions,
  ): Promise<Filled<Staff, AnyHost>>;
}

/**
 * Reads and staged writes of one command, within one tenant. Reads see what was staged. Nothing reaches storage
 * before the whole of it is committed at once; on a conflict the command runs again from the start.
 */
export interface Transaction extends Omit<Read, "call"> {
  /** 1 at first; grows when a conflict made the command run again. */
  readonly attempt: number;

  insert<Row extends Keyed>(table: DefinedTable<Row>, row: NewRow<Row>): Row;
  /**
   * Changes a row that was read in this transaction, guarded by its version.
   * `expect`: further values that storage must hold for the commit to go through.
   */
  update<Row extends Versioned>(
    table: DefinedTable<Row>,
    row: Row,
    patch: Patch<Row>,
    expect?: Readonly<Record<string, Scalar>>,
  ): Row;
  delete<Row extends Keyed>(table: DefinedTable<Row>, row: Row): void;
  /**
   * Fills in what follows from a row that was read and that an older version of the desk left out: its version and
   * times stay as they are, so that nobody who looks at it is disturbed. A conflict when the row changed meanwhile.
   */
  settle<Row extends Versioned>(table: DefinedTable<Row>, row: Row, patch: Patch<Row>): void;
  /** Adds to number columns without reading them and without a version check: for counters. */
  increment<Row extends Keyed>(
    table: DefinedTable<Row>,
    id: string,
    amounts: Partial<Record<keyof Row & string, number>>,
  ): void;

  /** Writes an event and lets the rooms react to it in this same commit. */
  emit<Type extends EventType>(
    type: Type,
    subject: EventSubject,
    data: SupportEvents[Type],
    options?: EventOptions,
  ): void;
  /** Writes a job in this same commit. @throws SupportError INVALID_INPUT for a lane, priority or rate that does not exist. */
  enqueue<Kind extends JobKind>(kind: Kind, data: SupportJobs[Kind], options?: JobOptions): Promise<void>;
  newId(prefix: string): string;
  /**
   * The next number of a sequence, such as that of the cases; those of a plugin begin with its id. Reserved once however often the commit is tried, and not
   * part of it: a command that is refused leaves a gap.
   */
  reserve(sequence: string): Promise<number>;
  /**
   * Keeps bytes with this commit and returns the key to name them by. Where the host has a store of its own they are
   * put there at once, and removed again if the commit is refused. Check whether the command may go through first.
   */
  stage(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** As {@link Read.call}, for commands as well: what they write joins this commit. */
  call<Input, Staff, Customer, Anonymous>(
    operation: Operation<OperationKind, Input, Staff, Customer, Anonymous>,
    input: Filled<Input, AnyHost>,
    options?: CallOptions,
  ): Promise<Filled<Staff, AnyHost>>;
}
