import * as z from "zod";
import { milliseconds, type OptionShape, port, readOptions } from "../configuration/index.ts";
import type { JobEngine } from "../ports/index.ts";

export interface WorkerOptions {
  /** Concurrent jobs in this process. Default 8. */
  readonly concurrency?: number;
  /** How long a claimed job or row is held without a heartbeat, in milliseconds. Default 60,000. */
  readonly leaseMs?: number;
  /**
   * Time limit of one attempt of a job and one run of a sweep, in milliseconds; handlers and sweeps may set their own.
   * What takes longer is aborted, reported as TIMED_OUT and retried. Default 15 minutes.
   */
  readonly maxRunMs?: number;
  /**
   * Time limit of one call of a connector, a plugin's reaction, a blob store, a live updates adapter or a function of
   * the host, in milliseconds. Default 60,000.
   */
  readonly maxCallMs?: number;
  /**
   * How often to look for due rows, in milliseconds; commits of this process are noticed immediately. Default 1,000.
   */
  readonly pollMs?: number;
  /** Maximum of the first backoff after a failure, in milliseconds; doubled each time. Default 2,000. */
  readonly backoffBaseMs?: number;
  /** Maximum of any backoff, in milliseconds. Default 4 hours. */
  readonly backoffLimitMs?: number;
  /**
   * How long `stop` waits for running jobs before it aborts them, and then once more, in milliseconds. Default 10,000.
   */
  readonly drainMs?: number;
  /** A queue that distributes due jobs over many processes. Default: each process claims due rows itself. */
  readonly engine?: JobEngine;
  /**
   * Whether this process runs jobs and sweeps. With `false` it only enqueues, and publishes to the engine if there is
   * one: for web processes beside workers. `tick` runs them regardless. Default true.
   */
  readonly performs?: boolean;
}

const ofWorker = {
  concurrency: z
    .int({ error: "expected a positive whole number" })
    .min(1, { error: "expected a positive whole number" })
    .default(8),
  leaseMs: milliseconds().default(60_000),
  maxRunMs: milliseconds().default(15 * 60_000),
  maxCallMs: milliseconds().default(60_000),
  pollMs: milliseconds().default(1_000),
  backoffBaseMs: milliseconds().default(2_000),
  backoffLimitMs: milliseconds().default(4 * 3_600_000),
  drainMs: milliseconds().default(10_000),
  engine: port<JobEngine>({
    what: "a job engine, such as pgBossJobs({ url })",
    methods: ["start", "publish", "stop"],
    specVersion: 1,
  }).optional(),
  performs: z.boolean().default(true),
} satisfies OptionShape<WorkerOptions>;

/** Reads the options of the worker; what is wrong goes to `problems`. */
export function workerSettings(given: unknown, problems: string[]) {
  return readOptions(ofWorker, "worker", given, problems);
}

/** The options with their defaults, checked. */
export type WorkerSettings = ReturnType<typeof workerSettings>;
