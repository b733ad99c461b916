import type { Dice } from "./dice.ts";
import type { Trace } from "./trace.ts";

/** The owner of a step: a process, which may be paused or dead; a client; the network. */
export interface Owner {
  readonly name: string;
  /** If false, its steps never happen again. */
  isAlive: boolean;
  /** Its steps wait until this time. */
  stoppedUntil: number;
}

/**
 * Everything asynchronous in a simulation, as steps that happen one at a time. The next step is drawn at random, so the
 * seed decides every order that real processes, networks and disks might produce.
 */
export interface World {
  /** Milliseconds since the beginning. */
  readonly elapsed: number;
  /**
   * Does something after this many milliseconds, once the scheduler gets to it. A step of a dead owner never happens: its
   * promise stays pending. An aborted one happens at once.
   */
  step<Result>(owner: Owner, label: string, options: StepOptions<Result>): Promise<Result>;
  /** Takes steps until the condition holds. @throws Error if no steps are left, or it never ends. */
  runUntil(claim: () => boolean): Promise<void>;
  /** Advances time without steps, to an instant not yet past. */
  skipTo(elapsed: number): void;
}

export interface StepOptions<Result> {
  readonly perform: () => Promise<Result> | Result;
  /** Default 0. */
  readonly delayMs?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly owner: Owner;
  readonly label: string;
  readonly readyAt: number;
  readonly happen: () => Promise<string>;
}

const mostSteps = 400_000;

export interface WorldOptions {
  readonly dice: Dice;
  readonly trace: Trace;
  /** The maximum duration of a step in milliseconds. Default 4; with 0 and `inOrder`, time passes by delays alone. */
  readonly stepMs?: number;
  /** Steps happen in the order in which they become ready, instead of at random. Default false. */
  readonly inOrder?: boolean;
}

export function createWorld({ dice, trace, stepMs = 4, inOrder = false }: WorldOptions): World {
  const pending = new Set<Pending>();
  let elapsed = 0;
  let steps = 0;

  const readyAt = ({ owner, readyAt: at }: Pending) => Math.max(at, owner.stoppedUntil);
  const next = (): Pending => {
    for (;;) {
      const ready: Pending[] = [];
      let earliest = Number.POSITIVE_INFINITY;
      for (const step of pending) {
        if (!step.owner.isAlive) pending.delete(step);
        else if (readyAt(step) <= elapsed) ready.push(step);
        else earliest = Math.min(earliest, readyAt(step));
      }
      if (ready.length > 0)
        return inOrder
          ? ready.reduce((first, step) => (readyAt(step) < readyAt(first) ? step : first))
          : dice.pick(ready);
      if (earliest === Number.POSITIVE_INFINITY)
        throw new Error("Nothing is left to happen, and somebody still waits.");
      elapsed = earliest;
    }
  };

  return {
    get elapsed() {
      return elapsed;
    },
    step(owner, label, { perform, delayMs = 0, signal }) {
      return new Promise((resolve, reject) => {
        if (!owner.isAlive) return;
        const readyAt = elapsed + Math.max(0, Math.ceil(delayMs));
        const happen = async () => {
          signal?.removeEventListener("abort", abort);
          try {
            const result = await perform();
            resolve(result);
            return "done";
          } catch (error) {
            reject(error);
            return String(Object(error).code ?? error);
          }
        };
        const step: Pending = { owner, label, readyAt, happen };
        const abort = () => {
          if (pending.delete(step)) void happen();
        };
        if (signal?.aborted) return void happen();
        signal?.addEventListener("abort", abort, { once: true });
        pending.add(step);
      });
    },
    async runUntil(claim) {
      for (;;) {
        await everybodyRests();
        if (claim()) return;
        if (++steps > mostSteps) throw new Error(`There is no end to it after ${mostSteps} steps.`);
        const step = next();
        pending.delete(step);
        if (stepMs > 0 && dice.chance(0.5)) elapsed += dice.between(1, stepMs);
        const { owner, label } = step;
        trace.add(`${elapsed} ${owner.name} ${label}: ${await step.happen()}`);
      }
    },
    skipTo(moment) {
      elapsed = Math.max(elapsed, moment);
    },
  };
}

/** Resolves once everything that a step woke has run as far as it can: all microtasks are done. */
function everybodyRests(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
