import { isSupportError, type SupportError } from "@heedkit/core";
import { beginning } from "../desk/process.ts";
import type { Simulation } from "../simulation.ts";
import type { Story } from "../story.ts";
import type { FaultKind, Faults } from "../world/faults.ts";
import { auditFaults } from "./audit.ts";
import { clockFaults } from "./clocks.ts";
import { conversationFaults } from "./conversations.ts";
import { deliveryFaults } from "./deliveries.ts";
import { followerFaults } from "./followers.ts";
import { lastWordFaults } from "./lastWords.ts";
import { slotFaults } from "./slots.ts";
import { type State, stateOf, tally } from "./state.ts";
import { unseenFaults } from "./unseen.ts";
import { waitingFaults } from "./waiting.ts";

/** The invariants that are violated at the end of a seed, in words. */
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
    ...waitingFaults(state, beginning + world.elapsed),
    ...slotFaults(ledger, simulation.faults),
    ...surprises(simulation),
    ...calmFaults(simulation, state),
  ];
}

/** What a desk may report, and the faults of which one must have struck first. */
const causes: Readonly<Record<string, readonly FaultKind[]>> = {
  STORAGE_UNAVAILABLE: [
    "commit fails before it is applied",
    "commit fails after it was applied",
    "read fails",
    "claim fails before it is applied",
    "claim fails after it was applied",
    "sequence fails",
  ],
  DELIVERY_UNAVAILABLE: [
    "delivery fails before it was taken",
    "delivery fails after it was taken",
    "delivery of a message always fails",
  ],
  // The desk bounds every wait; only a stall, or a process stopped in the middle, exceeds the bound.
  TIMED_OUT: [
    "commit stalls",
    "commit is never answered",
    "read stalls",
    "read is never answered",
    "claim is never answered",
    "delivery stalls past the lease",
    "delivery is never answered",
    "process is stopped past its lease",
  ],
};

/** What concurrent workers and a stopping desk may cause in any seed with a fault. */
const always: readonly string[] = ["CONFLICT", "LEASE_LOST", "STOPPED"];

function* surprises({ reports, faults }: Simulation): Generator<string> {
  for (const { error, what } of reports) {
    if (isSupportError(error) && (isExplained(error, faults) || isGivenUp(error))) continue;
    yield `A desk reported what nothing explains: ${what}: ${String(error)}`;
  }
}

function isExplained({ code }: SupportError, { struck }: Faults): boolean {
  return always.includes(code) || (causes[code] ?? []).some((kind) => struck.has(kind));
}

/** The failure of a job's last attempt couldn't be recorded: the job was taken once more, only to be set aside. */
function isGivenUp({ code, message }: SupportError): boolean {
  return code === "INTERNAL" && message.includes("the last worker never reported a result");
}

/** Without faults, nothing is done twice and nothing is reported. */
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
    yield `Nothing went wrong, and a desk reported: ${report.what}: ${String(report.error)}`;
  if (state.jobs.length > 0) yield `Nothing went wrong, and ${state.jobs.length} jobs died.`;
}
