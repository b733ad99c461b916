import type { Filter, Instant, JobLane, JobRate, Keyed, Query, Scalar, Table } from "../ports/index.ts";
import type { Actor } from "./actors.ts";
import type { EventType, SupportEvents } from "./events.ts";
import type { DefinedTable, Versioned } from "./table.ts";

type Stamped = "tenantId" | "id" | "version" | "createdAt" | "updatedAt";
type NullableKeys<Row> = { [Key in keyof Row]: null extends Row[Key] ? Key : never }[keyof Row];

/** What `insert` wants: nullable fields may be left out, and the kernel stamps key, version and times. */
export type NewRow<Row> = Omit<Row, Stamped | NullableKeys<Row>> &
  Partial<Pick<Row, NullableKeys<Row>>> & { readonly id?: string };

export type Patch<Row> = Partial<Omit<Row, Stamped>>;

export interface JobOptions {
  /** Default: now. */
  readonly dueAt?: Instant;
  /** At most one waiting job has the same key; enqueueing a second one is a no-op. */
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

/**
 * Reads and staged writes of one command, within one tenant. Reads see what was staged. Nothing reaches storage
 * before the whole of it is committed at once; on a conflict the command runs again from the start.
 */
export interface Transaction {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly now: Instant;
  readonly correlationId: string;
  /** 1 at first; grows when a conflict made the command run again. */
  readonly attempt: number;
  /**
   * Whether what is read from these tables may yet be undone: the command has changed them, or is part of a transaction
   * of the host. Nothing read then may be kept for others.
   */
  seesUncommitted(...tables: readonly Table[]): boolean;

  get<Row extends Keyed>(table: Table<Row>, id: string): Promise<Row | null>;
  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]>;
  /** The one row that a filter describes, or null. */
  findOne<Row extends Keyed>(table: Table<Row>, where: Filter<Row>): Promise<Row | null>;

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
    table: Table<Row>,
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
}
