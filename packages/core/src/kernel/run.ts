import type {
  AggregateQuery,
  AggregateRow,
  Blobs,
  Clock,
  Filter,
  Instant,
  Keyed,
  Query,
  Random,
  Scalar,
  SearchQuery,
  Table,
} from "../ports/index.ts";
import type { Actor, Permission } from "./actors.ts";
import type { Code } from "./code.ts";
import type { BeginRun, Commit, Emitted } from "./commit.ts";
import type { EventType, SupportEvent, SupportEvents } from "./events.ts";
import { events } from "./events.ts";
import { type Scope, scopeIn } from "./grants.ts";
import { jobs } from "./jobTable.ts";
import type { LiveTopics } from "./liveTopics.ts";
import { newEvent } from "./newEvent.ts";
import { newJob } from "./newJob.ts";
import { newRow } from "./newRow.ts";
import { actingFor } from "./operations/acting.ts";
import type { AnyHost, Filled, Operation, OperationKind } from "./operations/operation.ts";
import { runInside } from "./operations/runInside.ts";
import {
  foreignTable,
  readOnly,
  refuseForeignEvent,
  refuseForeignJob,
  refuseForeignSequence,
  standalone,
} from "./refusals.ts";
import type { Report } from "./report.ts";
import { refuseMoved } from "./rowsInPlace.ts";
import type { OwnedSource, SourceKind } from "./sources.ts";
import { type StateKey, stateFor } from "./state.ts";
import { blobKey, blobs, blobsOf, foreignBytes, tenantBlobs } from "./storedBlobs.ts";
import type { DefinedTable, Versioned } from "./table.ts";
import { tenantLive } from "./tenantLive.ts";
import { definedAmounts, later, ofTenant } from "./tenantRows.ts";
import type {
  CallOptions,
  EventOptions,
  EventSubject,
  JobKind,
  JobOptions,
  NewRow,
  Patch,
  Read,
  SupportJobs,
  Transaction,
} from "./transaction.ts";
import { isWaiting } from "./waitingKey.ts";

/** A commit as seen by one actor and the code of one room or plugin. */
export class Run implements Transaction {
  readonly #commit: Commit;
  readonly actor: Actor;
  /** Undefined: core. */
  readonly #code: Code | undefined;
  readonly #cause: Emitted | null;
  /** Whether a query is running, which can't write. */
  readonly #isReadOnly: boolean;

  constructor(
    commit: Commit,
    actor: Actor,
    code: Code | undefined,
    cause: Emitted | null,
    isReadOnly = false,
  ) {
    this.#commit = commit;
    this.actor = actor;
    this.#code = code;
    this.#cause = cause;
    this.#isReadOnly = isReadOnly;
  }

  get commit(): object {
    return this.#commit.key;
  }
  get tenantId(): string {
    return this.#commit.tenantId;
  }
  get now(): Instant {
    return this.#commit.now;
  }
  get correlationId(): string {
    return this.#commit.correlationId;
  }
  get attempt(): number {
    return this.#commit.attempt;
  }
  get clock(): Clock {
    return this.#commit.kernel.clock;
  }
  get random(): Random {
    return this.#commit.kernel.random;
  }
  get live(): LiveTopics {
    return tenantLive(this.#commit.kernel.live, this.tenantId);
  }
  get report(): Report {
    return this.#commit.kernel.report;
  }
  get blobs(): Pick<Blobs, "open"> {
    return tenantBlobs(blobsOf(this.#commit), this.tenantId);
  }

  seesUncommitted(...tables: readonly Table[]): boolean {
    return this.#commit.isOfHost || tables.some((table) => this.#commit.staging.hasChanged(table));
  }

  get<Row extends Keyed>(table: Table<Row>, id: string): Promise<Row | null> {
    return this.#commit.staging.get(table, id);
  }

  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]> {
    return this.#commit.staging.find(table, query);
  }

  async findOne<Row extends Keyed>(table: Table<Row>, where: Filter<Row>): Promise<Row | null> {
    const [row] = await this.#commit.staging.find(table, { where, limit: 1 });
    return row ?? null;
  }

  async count<Row extends Keyed>(table: Table<Row>, where?: Filter<Row>): Promise<number> {
    const query = { measures: { count: { measure: "count" } } } as const;
    const [all] = await this.aggregate(table, where === undefined ? query : { ...query, where });
    return all?.values.count ?? 0;
  }

  aggregate<Row extends Keyed>(
    table: Table<Row>,
    query: AggregateQuery<Row>,
  ): Promise<readonly AggregateRow[]> {
    return this.#commit.storage.aggregate(table, { ...query, where: ofTenant(this.tenantId, query.where) });
  }

  search<Row extends Keyed>(table: Table<Row>, query: SearchQuery<Row>): Promise<readonly Row[]> {
    return this.#commit.storage.search(table, { ...query, where: ofTenant(this.tenantId, query.where) });
  }

  use<State>(key: StateKey<State>): State {
    return stateFor(this.#commit.kernel.states, this.#code, key);
  }

  async may(permission: Permission): Promise<boolean> {
    return (await this.scopeOf(permission)) === "tenant";
  }

  async scopeOf(permission: Permission): Promise<Scope | null> {
    return scopeIn(await this.#commit.grantOf(this.actor), permission);
  }

  async reaches(permission: Permission, kind: string, id: string): Promise<boolean> {
    const scope = await this.scopeOf(permission);
    if (scope === null || scope === "tenant") return scope !== null;
    const rule = this.#commit.kernel.references.get(kind);
    return (await rule?.isWithin?.(this, id, scope)) ?? false;
  }

  async call<Input, Staff, Customer, Anonymous>(
    operation: Operation<OperationKind, Input, Staff, Customer, Anonymous>,
    input: Filled<Input, AnyHost>,
    options: CallOptions = {},
  ): Promise<Filled<Staff, AnyHost>> {
    if (this.#isReadOnly && operation.kind !== "query") throw readOnly(`calls ${operation.name}`);
    if (operation.isStandalone === true) throw standalone(operation.name);
    const { operations, references } = this.#commit.kernel;
    const { actor, code } = actingFor(
      { actor: this.actor, code: this.#code, operations },
      operation,
      options,
    );
    const isReadOnly = operation.kind === "query";
    const run = new Run(this.#commit, actor, code, this.#cause, isReadOnly);
    // The operation's output is what its types say.
    return (await runInside(run, references, operation, input, code)) as Filled<Staff, AnyHost>;
  }

  insert<Row extends Keyed>(table: DefinedTable<Row>, values: NewRow<Row>): Row {
    this.#refuseForeign(table);
    return this.#keep(table, values);
  }

  /** The same transaction for code of a room or plugin, limited to what it has declared. */
  static inHands(tx: Transaction, code: Code | undefined): Transaction {
    if (!(tx instanceof Run)) throw new TypeError("Not a transaction of the kernel.");
    return new Run(tx.#commit, tx.actor, code, tx.#cause);
  }

  /**
   * The sources of a kind, each with the reads that its own code may use, for whoever the transaction acts for, or in the
   * name of its plugin.
   */
  static sourcesOf<Kind extends SourceKind>(
    read: Read,
    kind: Kind,
    inOwnName: boolean,
  ): readonly (OwnedSource<Kind> & { readonly read: Read })[] {
    if (!(read instanceof Run)) throw new TypeError("These are no reads of the kernel.");
    const commit = read.#commit;
    return commit.kernel.sources.of(kind).map(({ source, code }) => ({
      source,
      code,
      read: new Run(
        commit,
        inOwnName && code !== undefined ? { kind: "system", id: code.id } : read.actor,
        code,
        read.#cause,
        true,
      ),
    }));
  }

  /** Inserts a row of the kernel into the current commit. */
  static keep<Row extends Keyed>(run: Run, table: DefinedTable<Row>, values: NewRow<Row>): Row {
    return run.#keep(table, values);
  }

  /** Inserts a row, whoever's code is running. */
  #keep<Row extends Keyed>(table: DefinedTable<Row>, values: NewRow<Row>): Row {
    const row = newRow(table, values, this.tenantId, values.id ?? this.newId(table.idPrefix), this.now);
    this.#commit.staging.insert(table, row);
    return row;
  }

  update<Row extends Versioned>(
    table: DefinedTable<Row>,
    row: Row,
    patch: Patch<Row>,
    expect: Readonly<Record<string, Scalar>> = {},
  ): Row {
    this.#refuseForeign(table);
    refuseMoved(this.tenantId, table, row, patch);
    const touched = "updatedAt" in row ? { updatedAt: later(this.now, row.updatedAt) } : {};
    // A patch is part of the row plus the stamp; the generic keeps TypeScript from seeing that.
    return this.#commit.staging.write(table, row, { ...patch, ...touched } as Partial<Row>, expect);
  }

  delete<Row extends Keyed>(table: DefinedTable<Row>, row: Row): void {
    this.#refuseForeign(table);
    refuseMoved(this.tenantId, table, row);
    this.#commit.staging.write(table, row, null, {});
  }

  settle<Row extends Versioned>(table: DefinedTable<Row>, row: Row, patch: Patch<Row>): void {
    this.#refuseForeign(table);
    refuseMoved(this.tenantId, table, row, patch);
    // A patch is part of the row; the generic keeps TypeScript from seeing that.
    this.#commit.staging.settle(table, row, patch as Partial<Row>);
  }

  increment<Row extends Keyed>(
    table: Table<Row>,
    id: string,
    amounts: Partial<Record<keyof Row & string, number>>,
  ): void {
    this.#refuseForeign(table);
    this.#commit.staging.push({
      kind: "update",
      table,
      key: { tenantId: this.tenantId, id },
      increment: definedAmounts(amounts),
    });
  }

  emit<Type extends EventType>(
    type: Type,
    subject: EventSubject,
    data: SupportEvents[Type],
    options?: EventOptions,
  ): void {
    if (this.#isReadOnly) throw readOnly(`emits "${type}"`);
    refuseForeignEvent(this.#code, type);
    const event = newEvent(this, { type, subject, data, options, cause: this.#cause?.event.id ?? null });
    this.#commit.staging.insert(events, event);
    this.#commit.push(event as SupportEvent, this.#cause);
  }

  async enqueue<Kind extends JobKind>(
    kind: Kind,
    data: SupportJobs[Kind],
    options: JobOptions = {},
  ): Promise<void> {
    if (this.#isReadOnly) throw readOnly(`enqueues "${kind}"`);
    refuseForeignJob(this.#code, kind);
    const job = newJob(kind, data, ownKey(this.#code, options), this);
    if (job.key !== null && (await isWaiting(this, this.#commit.staging, job.key))) return;
    this.#commit.hasDueJobs ||= job.dueAt <= this.now;
    this.#keep(jobs, job);
  }

  newId(prefix: string): string {
    return this.#commit.kernel.ids.create(prefix);
  }

  reserve(sequence: string): Promise<number> {
    if (this.#isReadOnly) throw readOnly(`takes a number of "${sequence}"`);
    refuseForeignSequence(this.#code, sequence);
    const { memory, numbersTaken } = this.#commit;
    const at = numbersTaken.get(sequence) ?? 0;
    numbersTaken.set(sequence, at + 1);
    return memory.number(sequence, at);
  }

  async stage(bytes: Uint8Array): Promise<string> {
    if (this.#isReadOnly) throw readOnly("stages bytes");
    const { memory, files, kernel } = this.#commit;
    const key = memory.key(files.length);
    files.push(key);
    if (kernel.keepsBlobsAsRows) this.#keep(blobs, { id: key, bytes });
    else await memory.store(key, bytes);
    return key;
  }

  async unstage(keys: readonly string[]): Promise<void> {
    this.#refuseForeign(blobs);
    const foreign = keys.find((key) => !key.startsWith(blobKey(this.tenantId, "")));
    if (foreign !== undefined) throw foreignBytes(foreign);
    if (!this.#commit.kernel.keepsBlobsAsRows) {
      if (keys.length > 0) await this.enqueue("blobs.remove", { keys });
      return;
    }
    const { staging } = this.#commit;
    for (const key of keys) {
      const row = await staging.get(blobs, key);
      if (row !== null) staging.write(blobs, row, null, {});
    }
  }

  #refuseForeign({ name }: Table): void {
    const code = this.#code;
    if (this.#isReadOnly) throw readOnly(`writes to "${name}"`);
    if (code === undefined || code.tables.has(name)) return;
    throw foreignTable(code, name);
  }
}

// Else code in a transaction would find the functions of the class in `tx.constructor`, and with them core's hands.
Object.defineProperty(Run.prototype, "constructor", { value: Object });

/** Creates the view of a commit that commands and reactions write through. */
export const beginRun: BeginRun = (commit, actor, code, cause) => new Run(commit, actor, code, cause);

/** Keys of a plugin's jobs are its own: a key of core, or of another plugin, keeps no job of theirs from waiting. */
function ownKey(code: Code | undefined, options: JobOptions): JobOptions {
  const { key } = options;
  if (code === undefined || key === undefined || key.startsWith(`${code.id}.`)) return options;
  return { ...options, key: `${code.id}:${key}` };
}
