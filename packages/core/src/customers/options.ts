import { SupportError } from "../errors/index.ts";
import type { HostContextOptions, HostContextSources } from "./hostContext.ts";
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

/** @throws SupportError INVALID_CONFIGURATION listing everything wrong with the options */
export function checkCustomersOptions(options: CustomersOptions): void {
  const { timeLimitMs = 1, cacheMs = 0, context = {}, resolve } = options;
  const problems: string[] = [];
  if (!(Number.isFinite(timeLimitMs) && timeLimitMs > 0))
    problems.push("customers.timeLimitMs: must be a positive number.");
  if (!(Number.isFinite(cacheMs) && cacheMs >= 0))
    problems.push("customers.cacheMs: must be 0 or a positive number.");
  if (typeof context !== "object" || context === null)
    problems.push("customers.context: must be an object of functions.");
  else
    for (const [name, source] of Object.entries(context))
      if (typeof source !== "function") problems.push(`customers.context.${name}: must be a function.`);
  if (resolve !== undefined && typeof resolve !== "function")
    problems.push("customers.resolve: must be a function.");
  if (problems.length === 0) return;
  const list = problems.map((problem) => `\n- ${problem}`).join("");
  throw new SupportError("INVALID_CONFIGURATION", `Invalid customers options:${list}`, {
    details: { problems },
  });
}
