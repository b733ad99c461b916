import { isConflictError, SupportError } from "../errors/index.ts";
import type { Change, Filter, Instant, Keyed, Storage, Table } from "../ports/index.ts";
import type { Actor } from "./actors.ts";
import type { EventType, SupportEvent } from "./events.ts";
import { events } from "./events.ts";
import { eventCommits } from "./feed/index.ts";
import { jobs } from "./jobTable.ts";
import type { Kernel } from "./kernel.ts";
import { newJob } from "./newJob.ts";
import { newRow } from "./newRow.ts";
import { Staging } from "./staging.ts";
import type { Transaction } from "./transaction.ts";

/** On whose behalf, for which tenant and through which storage a command runs. */
export interface Context {
  readonly kernel: Kernel;
  readonly tenantId: string;
  readonly actor: Actor;
  /** The desk's storage, or the same inside a transaction of the host. */
  readonly storage: Storage;
  /** Nothing is committed once it is aborted; its reason is thrown instead. */
  readonly over?: AbortSignal;
  /** Default: a new one for each command. */
  readonly correlationId?: string;
}

/** Events that reactions may add to one commit. More means that rooms answer each other without end. */
const reactionLimit = 500;
const attempts = 20;
const longestPauseMs = 250;

/**
 * Reads, decides, lets the rooms react until nothing new happens, and commits all of it at once. When storage says
 * that a row was written meanwhile, everything runs again from the start, after a pause with full jitter.
 *
 * @throws ConflictError when 20 attempts met a conflict each.
 * @throws SupportError REACTION_LIMIT when reactions added more than 500 events.
 */
export async function transact<Result>(
  context: Context,
  decide: (tx: Transaction) => Promise<Result> | Result,
  extra: readonly Change[] = [],
): Promise<Result> {
  const { kernel } = context;
  await kernel.requireTenant(context.tenantId);
  const correlationId = context.correlationId ?? kernel.ids.create("cor");
  for (let attempt = 1; ; attempt++) {
    const run = new Run(context, correlationId, attempt);
    const result = await decide(run);
    await run.react();
    await run.derive();
    run.askForPositions();
    const changes = [...run.changes(), ...extra];
    context.over?.throwIfAborted();
    if (changes.length === 0) return result;
    try {
      await context.storage.commit(changes);
    } catch (error) {
      const ofCaller = isConflictError(error) && error.conflict.changeIndex >= changes.length - extra.length;
      if (!isConflictError(error) || ofCaller || attempt === attempts) throw error;
      // At once at first: the commonest conflict, with a key that is taken already, is solved by looking.
      const ceiling = Math.min(longestPauseMs, 2 ** attempt - 2);
      if (ceiling > 0) await kernel.clock.wait(kernel.random.fraction() * ceiling);
      continue;
    }
    if (context.storage === kernel.storage) kernel.committed(run.emitted, run.hasDueJobs);
    return result;
  }
}

class Run implements Transaction {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly now: number;
  readonly correlationId: string;
  readonly attempt: number;
  readonly #isOfHost: boolean;
  readonly emitted: SupportEvent[] = [];
  hasDueJobs = false;
  readonly #kernel: Kernel;
  readonly #staging: Staging;
  #cause: SupportEvent | null = null;

  constructor({ kernel, storage, tenantId, actor }: Context, correlationId: string, attempt: number) {
    this.tenantId = tenantId;
    this.actor = actor;
    this.now = kernel.clock.now();
    this.correlationId = correlationId;
    this.attempt = attempt;
    this.#isOfHost = storage !== kernel.storage;
    this.#kernel = kernel;
    this.#staging = new Staging(storage, tenantId);
  }

  seesUncommitted: Transaction["seesUncommitted"] = (...tables) =>
    this.#isOfHost || tables.some((table) => this.#staging.hasChanged(table));

  get: Transaction["get"] = (table, id) => this.#staging.get(table, id);
  find: Transaction["find"] = (table, query) => this.#staging.find(table, query);

  async findOne<Row extends Keyed>(table: Table<Row>, where: Filter<Row>): Promise<Row | null> {
    const [row] = await this.#staging.find(table, { where, limit: 1 });
    return row ?? null;
  }

  insert: Transaction["insert"] = (table, values) => {
    const row = newRow(table, values, this.tenantId, values.id ?? this.newId(table.idPrefix), this.now);
    this.#staging.insert(table, row);
    return row;
  };

  update: Transaction["update"] = (table, row, patch, expect = {}) => {
    const touched = "updatedAt" in row ? { updatedAt: later(this.now, row.updatedAt) } : {};
    // A patch is part of the row plus the stamp; the generic keeps TypeScript from seeing that.
    return this.#staging.write(table, row, { ...patch, ...touched } as Partial<typeof row>, expect);
  };

  delete: Transaction["delete"] = (table, row) => {
    this.#staging.write(table, row, null, {});
  };

  settle: Transaction["settle"] = (table, row, patch) => this.#staging.settle(table, row, patch);

  increment: Transaction["increment"] = (table, id, amounts) =>
    this.#staging.push({
      kind: "update",
      table,
      key: { tenantId: this.tenantId, id },
      // `Partial` admits undefined, which the port does not.
      increment: Object.fromEntries(
        Object.entries<number | undefined>(amounts).map(([field, by]) => [field, by ?? 0]),
      ),
    });

  emit: Transaction["emit"] = (type, subject, data, options) => {
    const event = {
      tenantId: this.tenantId,
      id: options?.id ?? this.newId(events.idPrefix),
      type,
      at: this.now,
      actor: this.actor,
      caseId: subject.caseId ?? null,
      customerId: subject.customerId ?? null,
      data,
      correlationId: this.correlationId,
      causationId: this.#cause?.id ?? null,
    } satisfies SupportEvent<typeof type>;
    this.#staging.insert(events, event);
    this.emitted.push(event as SupportEvent);
  };

  enqueue: Transaction["enqueue"] = async (kind, data, options = {}) => {
    const job = newJob(kind, data, options, this);
    if (job.key !== null && (await this.#isWaiting(job.key))) return;
    this.hasDueJobs ||= job.dueAt <= this.now;
    this.insert(jobs, job);
  };

  /**
   * Whether a job waits under the key, and will not be taken before this commit. One that a worker has taken loses
   * the key: it may have looked before what this command changes. The unique key of the table tells when another
   * commit wrote it: looking before the first attempt would cost every commit a read.
   */
  async #isWaiting(key: string): Promise<boolean> {
    if (this.attempt === 1) return this.#staging.hasStaged(jobs, (job) => job.key === key);
    const holder = await this.findOne(jobs, { field: "key", is: key });
    if (holder === null) return false;
    const isWaiting = holder.leasedUntil === null;
    this.#staging.write(jobs, holder, isWaiting ? {} : { key: null }, { fence: holder.fence });
    return isWaiting;
  }

  newId(prefix: string): string {
    return this.#kernel.ids.create(prefix);
  }

  /** Runs the reactions to every event, also to those that reactions emit, in order. */
  async react(): Promise<void> {
    const own = this.emitted.length;
    for (let at = 0; at < this.emitted.length; at++) {
      const event = this.emitted[at];
      if (event === undefined) break;
      if (this.emitted.length - own > reactionLimit) throw reactionsDoNotRest(this.emitted);
      this.#cause = event;
      for (const reaction of this.#kernel.reactionsTo(event.type)) await reaction(event, this);
    }
    this.#cause = null;
  }

  /** Lets follow what follows from the rows as the command and the reactions leave them. */
  async derive(): Promise<void> {
    for (const { table, derive } of this.#kernel.derivations) {
      for (const change of this.#staging.changesOf(table)) {
        const derived = await derive(change, this);
        if (derived !== null) this.#staging.lay(table, change, derived);
      }
    }
  }

  /** Notes the events down as committed, for those who follow them in the order of commits. */
  askForPositions(): void {
    if (this.emitted.length === 0) return;
    const ranks = this.#staging.ranks(this.emitted.flatMap(({ caseId, customerId }) => [caseId, customerId]));
    this.insert(eventCommits, { eventIds: this.emitted.map(({ id }) => id), ranks });
  }

  changes(): readonly Change[] {
    return this.#staging.changes();
  }
}

/** The present moment, unless a process with a fast clock has written a later one. */
function later(now: Instant, before: unknown): Instant {
  return typeof before === "number" && before > now ? before : now;
}

function reactionsDoNotRest(emitted: readonly SupportEvent[]): SupportError {
  const last = [...new Set(emitted.slice(-20).map(({ type }) => type))] as readonly EventType[];
  return new SupportError(
    "REACTION_LIMIT",
    `Reactions added more than ${reactionLimit} events to one commit: they answer each other without end. The last were: ${last.join(", ")}. Emit an event only when something changed.`,
    { details: { types: last } },
  );
}
