import type { Change, Instant, Storage } from "../ports/index.ts";
import type { Actor } from "./actors.ts";
import type { CallMemory } from "./callMemory.ts";
import { type Code, inCode } from "./code.ts";
import type { Context } from "./context.ts";
import { deriver } from "./deriving.ts";
import type { EventType, SupportEvent } from "./events.ts";
import { eventCommits } from "./feed/tables.ts";
import type { Grant } from "./grants.ts";
import type { Kernel } from "./kernel.ts";
import { newRow } from "./newRow.ts";
import { derivationsDoNotRest, phases, reactionBounds, reactionsDoNotRest } from "./reactions.ts";
import { Staging } from "./staging.ts";
import type { Transaction } from "./transaction.ts";

/** An event with what is needed to name the chain that led to it. */
export interface Emitted {
  readonly event: SupportEvent;
  readonly cause: Emitted | null;
  readonly depth: number;
}

/** Creates the view of a commit for an actor and the code of a room or plugin. */
export type BeginRun = (
  commit: Commit,
  actor: Actor,
  code: Code | undefined,
  cause: Emitted | null,
) => Transaction;

/** One attempt of a command: everything that it, its reactions and the operations they call write. */
export class Commit {
  readonly kernel: Kernel;
  readonly storage: Storage;
  readonly tenantId: string;
  readonly now: Instant;
  readonly correlationId: string;
  readonly attempt: number;
  readonly isOfHost: boolean;
  readonly memory: CallMemory;
  readonly staging: Staging;
  readonly emitted: SupportEvent[] = [];
  /** The key for what may be cached during this attempt. */
  readonly key: object = Object.freeze({});
  hasDueJobs = false;
  /** How many numbers of each sequence this attempt has used. */
  readonly numbersTaken = new Map<string, number>();
  /** Files that this attempt references. */
  readonly files: string[] = [];
  /** Events by the phase that they are waiting for. */
  readonly #waiting: Emitted[][] = phases.map(() => []);
  /** Events that the command emitted itself. */
  #own: number | null = null;
  readonly #grants = new Map<string, Promise<Grant>>();

  constructor(
    context: Context,
    correlationId: string,
    attempt: number,
    memory: CallMemory,
    { remembers = true } = {},
  ) {
    const { kernel, storage, tenantId } = context;
    this.kernel = kernel;
    this.storage = storage;
    this.tenantId = tenantId;
    this.now = kernel.clock.now();
    this.correlationId = correlationId;
    this.attempt = attempt;
    this.isOfHost = storage !== kernel.storage;
    this.memory = memory;
    this.staging = new Staging(storage, tenantId, remembers);
  }

  /** The actor's permissions, read once in each attempt. */
  grantOf(actor: Actor): Promise<Grant> {
    const key = `${actor.kind} ${actor.id}`;
    const known = this.#grants.get(key);
    if (known !== undefined) return known;
    const { storage, tenantId } = this;
    const grant = Promise.resolve(this.kernel.grants({ storage, tenantId, actor }));
    this.#grants.set(key, grant);
    return grant;
  }

  push(event: SupportEvent, cause: Emitted | null): void {
    const emitted = { event, cause, depth: cause === null ? 0 : cause.depth + 1 };
    if (emitted.depth > reactionBounds.depth) throw reactionsDoNotRest(chainOf(emitted));
    this.emitted.push(event);
    this.#waiting[0]?.push(emitted);
  }

  /** Runs the reactions to every event, phase by phase, including events emitted by reactions. */
  async #react(begin: BeginRun): Promise<void> {
    this.#own ??= this.emitted.length;
    for (;;) {
      const phase = this.#waiting.findIndex((queue) => queue.length > 0);
      const emitted = this.#waiting[phase]?.shift();
      if (emitted === undefined) return;
      const { event } = emitted;
      for (const { reaction, code } of this.kernel.reactions.to(event.type, phase))
        await inCode(code, `The reaction to ${event.type}`, () =>
          reaction.run(event, begin(this, event.actor, code, emitted)),
        );
      if (this.emitted.length - this.#own > reactionBounds.events) throw reactionsDoNotRest(chainOf(emitted));
      this.#waiting[phase + 1]?.push(emitted);
    }
  }

  /**
   * Runs reactions and derivations until neither has anything to add, so that the order of registration doesn't matter.
   * @throws SupportError REACTION_LIMIT
   */
  async settle(actor: Actor, begin: BeginRun): Promise<void> {
    const derive = deriver(this.kernel.derivations, this.staging, (code) => begin(this, actor, code, null));
    for (let round = 0; ; round++) {
      await this.#react(begin);
      const derived = await derive();
      if (derived.length === 0 && !this.#hasWaiting()) return;
      if (round === reactionBounds.rounds) throw derivationsDoNotRest(derived);
    }
  }

  #hasWaiting(): boolean {
    return this.#waiting.some((queue) => queue.length > 0);
  }

  /** Records the events as committed, for those who follow them in commit order. */
  askForPositions(): void {
    if (this.emitted.length === 0) return;
    const ranks = this.staging.ranks(this.emitted.flatMap(({ caseId, customerId }) => [caseId, customerId]));
    const id = this.kernel.ids.create(eventCommits.idPrefix);
    const row = { eventIds: this.emitted.map((event) => event.id), ranks };
    this.staging.insert(eventCommits, newRow(eventCommits, row, this.tenantId, id, this.now));
  }

  changes(): readonly Change[] {
    return this.staging.changes();
  }
}

function chainOf(last: Emitted): readonly EventType[] {
  const chain: EventType[] = [];
  for (let at: Emitted | null = last; at !== null; at = at.cause) chain.unshift(at.event.type);
  return chain;
}
