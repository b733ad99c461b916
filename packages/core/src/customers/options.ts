import * as z from "zod";
import { callable, milliseconds, type OptionShape, readOptions } from "../configuration/index.ts";
import {
  defaultTimeLimitMs,
  type HostContextOptions,
  type HostContextSource,
  type HostContextSources,
} from "./hostContext.ts";
import type { ResolveSender } from "./resolve.ts";

export interface CustomersOptions<Sources extends HostContextSources = HostContextSources>
  extends HostContextOptions {
  /** Functions that ask the host about a customer, by name. Default: none. */
  readonly context?: Sources;
  /**
   * Returns the host's user for an address, so that a message from a user finds their account even if the desk does not
   * know it yet. Limited by `timeLimitMs`; without a result, the sender is treated as new. Default: not asked.
   */
  readonly resolve?: ResolveSender;
}

const ofCustomers = {
  context: z.record(z.string(), callable<HostContextSource>()).default({}),
  resolve: callable<ResolveSender>().optional(),
  timeLimitMs: milliseconds().default(defaultTimeLimitMs),
  cacheMs: milliseconds({ from: 0 }).default(30_000),
} satisfies OptionShape<CustomersOptions>;

/** Reads the options of customers; what is wrong goes to `problems`. */
export function customerSettings(given: unknown, problems: string[]) {
  return readOptions(ofCustomers, "customers", given, problems);
}
