import type { LiveTopics, Report, Transaction } from "../kernel/index.ts";
import type { Clock, Random } from "../ports/index.ts";

/** What a plugin works with while the desk is running, besides calls. */
export interface PluginHost {
  readonly clock: Clock;
  readonly random: Random;
  /** Topics of the whole desk; those of a tenant are named by `liveTopic`. */
  readonly live: LiveTopics;
  /** Receives background failures that no caller can catch. */
  readonly report: Report;
  /** Aborted when the desk stops. */
  readonly signal: AbortSignal;
  /** Reads and writes in a tenant, as the desk itself in the plugin's name. */
  commit<Result>(tenantId: string, decide: (tx: Transaction) => Promise<Result> | Result): Promise<Result>;
}
