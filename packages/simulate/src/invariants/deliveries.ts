import { receipts } from "@heedkit/core";
import type { Provider } from "../desk/provider.ts";
import type { Ledger } from "../world/ledger.ts";
import { type State, tally } from "./state.ts";

/** Each outgoing message reaches the provider or says why not; each acceptance is recorded once. Jobs fail with a cause. */
export function* deliveryFaults(state: State, ledger: Ledger, provider: Provider): Generator<string> {
  const outgoing = state.messages.filter(({ direction }) => direction === "out");
  const receiptOf = new Map(state.receipts.map((receipt) => [receipt.id, receipt]));
  const count = (type: string) =>
    tally(state.events.filter((event) => event.type === type).map(({ data }) => String(data.messageId)));
  const [sent, queued] = [count("message.sent"), count("message.queued")];
  const recorded = tally(insertedReceipts(ledger));
  for (const message of outgoing) {
    const { id, deliveryState, externalId } = message;
    const isRecorded = receiptOf.has(id);
    const isTaken = provider.taken.has(id);
    const times = sent.get(id) ?? 0;
    if (deliveryState === null || deliveryState === "queued")
      yield `The message ${id} still waits to be sent.`;
    if (isRecorded && !isTaken) yield `The message ${id} is said to be sent, but never was.`;
    if (isRecorded && externalId === null) yield `The message ${id} has a receipt and does not know it.`;
    if (times !== (recorded.get(id) ?? 0)) yield `message.sent of ${id} happened ${times} times.`;
    if (times > (queued.get(id) ?? 0)) yield `The message ${id} was recorded ${times} times.`;
    if (times === 0 && isRecorded) yield `The message ${id} has a receipt of which nothing tells.`;
    if (!isRecorded && deliveryState !== "failed")
      yield `The message ${id} is ${deliveryState} without a receipt.`;
    if (deliveryState === "failed" && !isRecorded && !hasReason(state, provider, message))
      yield `The message ${id} failed for no reason.`;
  }
  for (const { id, kind, diedAt, failures } of state.jobs) {
    if (diedAt === null) yield `The job ${id} (${kind}) is neither done nor dead.`;
    else if (failures.length === 0) yield `The job ${id} (${kind}) died without a cause.`;
  }
  for (const key of provider.poisoned) {
    const message = outgoing.find(({ id }) => id === key);
    if (message === undefined || isBlocked(message)) continue;
    const dead = state.jobs.find(({ kind, data }) => kind === "delivery.send" && data.messageId === key);
    if (dead === undefined || dead.failures.length < 2)
      yield `The message ${key}, which nobody takes, is not in the dead letters.`;
  }
}

/** A message that is resent loses its receipt and gets a new one. */
function insertedReceipts({ entries }: Ledger): readonly string[] {
  return entries.flatMap((entry) =>
    entry.kind !== "commit"
      ? []
      : entry.changes.flatMap((change) =>
          change.kind === "insert" && change.table.name === receipts.name ? [change.row.id] : [],
        ),
  );
}

type Outgoing = State["messages"][number];

/** It was refused, abandoned after many attempts, or its address was suppressed. */
function hasReason(state: State, provider: Provider, message: Outgoing): boolean {
  const isDead = state.jobs.some(
    ({ kind, data }) => kind === "delivery.send" && data.messageId === message.id,
  );
  return isDead || isBlocked(message) || provider.refused.has(message.id);
}

function isBlocked({ deliveryDetail }: Outgoing): boolean {
  return deliveryDetail?.includes("suppressed") === true;
}
