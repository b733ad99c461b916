import { isSupportError, type SupportError } from "@heedkit/core";
import { beginning } from "../desk/process.ts";
import type { Simulation } from "../simulation.ts";
import type { Story } from "../story.ts";
import { auditFaults } from "./audit.ts";
import { clockFaults } from "./clocks.ts";
import { conversationFaults } from "./conversations.ts";
import { deliveryFaults } from "./deliveries.ts";
import { followerFaults } from "./followers.ts";
import { lastWordFaults } from "./lastWords.ts";
import { type State, stateOf, tally } from "./state.ts";
import { unseenFaults } from "./unseen.ts";

/** Rules that are broken at the end of a seed, in words. */
export async function judge(simulation: Simulation, story: Story): Promise<readonly string[]> {
  const { storage, provider, ledger, world } = simulation;
  const state = await stateOf(storage);
  return [
    ...conversationFaults(state, story),
    ...deliveryFaults(state, ledger, provider),
    ...clockFaults(state, ledger, beginning + world.elapsed),
    ...auditFaults(state, ledger),
    ...followerFaults(state, ledger, story.followers),
    ...lastWordFaults(state),
    ...unseenFaults(state, ledger, story),
    ...surprises(simulation),
    ...calmFaults(simulation, state),
  ];
}

/** What a desk may tell of while things go wrong. */
const expected: readonly string[] = [
  "STORAGE_UNAVAILABLE",
  "DELIVERY_UNAVAILABLE",
  "CONFLICT",
  "LEASE_LOST",
  "STOPPED",
];

function* surprises({ reports }: Simulation): Generator<string> {
  for (const { error, what } of reports) {
    if (isSupportError(error) && (expected.includes(error.code) || isGivenUp(error))) continue;
    yield `A desk told of what nobody expects: ${what}: ${String(error)}`;
  }
}

/** The failure of a job's last attempt could not be written down: it was taken once more, only to be set aside. */
function isGivenUp({ code, message }: SupportError): boolean {
  return code === "INTERNAL" && message.includes("the last worker never came back");
}

/** Where nothing went wrong, nothing is done twice and nothing is told of. */
function* calmFaults({ faults, provider, reports }: Simulation, state: State): Generator<string> {
  if (faults.struck.size > 0) return;
  const queued = tally(
    state.events.filter(({ type }) => type === "message.queued").map(({ data }) => String(data.messageId)),
  );
  for (const [key, { times }] of provider.taken)
    if (times > (queued.get(key) ?? 0))
      yield `Nothing went wrong, and the message ${key} was handed over ${times} times.`;
  const [report] = reports;
  if (report !== undefined)
    yield `Nothing went wrong, and a desk told of: ${report.what}: ${String(report.error)}`;
  if (state.jobs.length > 0) yield `Nothing went wrong, and ${state.jobs.length} jobs died.`;
}
