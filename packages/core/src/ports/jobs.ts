import type { Instant } from "./time.ts";

/** Something to do later, written in the same commit as what made it necessary. */
export interface Job {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** How many times it has been taken, this time included. */
  readonly attempt: number;
  readonly dueAt: Instant;
  /** The fencing token of this taking: the commit of an older one is refused. */
  readonly fence: number;
  readonly correlationId: string;
}

/**
 * Runs jobs: at least once each, and each effect once through keys and fencing. The embedded engine claims the job
 * rows itself; an engine for many processes is fed from the same rows.
 */
export interface JobEngine {
  readonly specVersion: 1;
  readonly name: string;
  /** Begins to call the handler for due jobs. The handler resolves when the job's effects are committed. */
  start(handler: (job: Job, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Takes no new jobs, waits for the running ones, at most `drainMs`, then aborts their signals and waits once more as long. */
  stop(options: { readonly drainMs: number }): Promise<void>;
  /** For an engine with a queue of its own: hands over rows. Publishing one twice must do no harm. */
  publish?(jobs: readonly Job[]): Promise<void>;
}
