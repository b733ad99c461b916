import {
  cases,
  createSupport,
  events,
  jobs,
  messages,
  type RowOf,
  receipts,
  type Storage,
  slaClocks,
  type Table,
} from "@heedkit/core";
import type { SentMail } from "./senders.ts";
import type { Sink } from "./sink.ts";

export interface CrashFindings {
  readonly figures: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Compares the desk's database with what was acknowledged to senders and what reached the mail server. */
export async function checkDesk(
  storage: Storage,
  sent: readonly SentMail[],
  sink: Sink,
): Promise<CrashFindings> {
  await createSupport({ storage });
  const [allMessages, allCases, allReceipts] = await Promise.all([
    everything(storage, messages),
    everything(storage, cases),
    everything(storage, receipts),
  ]);
  const told = await everything(storage, events);
  const clocks = await everything(storage, slaClocks);

  const faults: string[] = [];
  const incoming = Map.groupBy(
    allMessages.filter(({ direction }) => direction === "in"),
    ({ externalId }) => externalId ?? "",
  );
  const caseOf = (messageId: string) => incoming.get(messageId)?.[0]?.caseId;
  for (const { messageId, inReplyTo } of sent) {
    const copies = incoming.get(messageId)?.length ?? 0;
    if (copies !== 1) faults.push(`${messageId} was acknowledged and is there ${copies} times.`);
    if (inReplyTo !== null && caseOf(messageId) !== caseOf(inReplyTo))
      faults.push(`${messageId} is not in the case of ${inReplyTo}.`);
  }
  const conversations = sent.filter(({ inReplyTo }) => inReplyTo === null).length;
  if (allCases.length !== conversations)
    faults.push(`${conversations} conversations made ${allCases.length} cases.`);
  const codes = new Set(allCases.map(({ code }) => code));
  if (codes.size !== allCases.length) faults.push("Two cases have the same tracking code.");

  const outgoing = allMessages.filter(({ direction }) => direction === "out");
  faults.push(...outgoingFaults(outgoing, allReceipts, sink));
  faults.push(...clockFaults(clocks, told, allCases.length));
  const unfinished = await unfinishedDeliveries(storage);
  if (unfinished > 0) faults.push(`${unfinished} deliveries are not finished.`);
  if (outgoing.length !== allCases.length)
    faults.push(`${allCases.length} cases have ${outgoing.length} acknowledgements.`);
  return {
    figures: {
      ...figuresOf(sent, incoming.size, allCases.length, outgoing.length, allReceipts.length, sink),
      "clocks, each warned and missed once": clocks.length,
    },
    faults,
  };
}

/** Each clock warns and breaches once, whichever process handled it and however that process ended. */
function clockFaults(
  clocks: readonly RowOf<typeof slaClocks>[],
  told: readonly RowOf<typeof events>[],
  conversations: number,
): readonly string[] {
  const faults =
    clocks.length === conversations ? [] : [`${conversations} cases have ${clocks.length} clocks.`];
  for (const type of ["sla.activated", "sla.warned", "sla.breached"]) {
    const byClock = Map.groupBy(
      told.filter((event) => event.type === type),
      ({ data }) => String(data.clockId),
    );
    for (const { id } of clocks) {
      const times = byClock.get(id)?.length ?? 0;
      if (times !== 1) faults.push(`${type} of ${id} happened ${times} times.`);
    }
  }
  return faults;
}

function outgoingFaults(
  outgoing: readonly RowOf<typeof messages>[],
  recorded: readonly RowOf<typeof receipts>[],
  sink: Sink,
): readonly string[] {
  const faults: string[] = [];
  const receiptOf = new Map(recorded.map((receipt) => [receipt.id, receipt]));
  if (receiptOf.size !== recorded.length) faults.push("An idempotency key was recorded twice.");
  for (const { id, deliveryState, externalId } of outgoing) {
    if (deliveryState !== "sent" || externalId === null) faults.push(`${id} is ${deliveryState}.`);
    else if (!sink.taken.has(externalId))
      faults.push(`${id} is said to be sent, but ${externalId} never arrived.`);
    if (receiptOf.get(id)?.externalId !== externalId) faults.push(`${id} has no receipt of its own.`);
  }
  return faults;
}

function figuresOf(
  sent: readonly SentMail[],
  stored: number,
  made: number,
  outgoing: number,
  recorded: number,
  sink: Sink,
) {
  const arrivals = [...sink.taken.values()];
  return {
    "acknowledged over SMTP": sent.length,
    "stored, each once": stored,
    cases: made,
    "acknowledgements written": outgoing,
    "receipts recorded": recorded,
    "arrived at the mail server": arrivals.length,
    "arrived more than once": arrivals.filter((times) => times > 1).length,
  };
}

/** The number of messages still to be delivered. */
export async function unfinishedDeliveries(storage: Storage): Promise<number> {
  return storage.count(jobs, { field: "kind", is: "delivery.send" });
}

async function everything<T extends Table>(storage: Storage, table: T): Promise<readonly RowOf<T>[]> {
  const rows: RowOf<T>[] = [];
  for (;;) {
    const last = rows.at(-1) as { readonly id: string } | undefined;
    // A table's own row type is what storage gives back for it.
    const page = (await storage.find(table, {
      limit: 1_000,
      ...(last === undefined ? {} : { after: [last.id] }),
    })) as readonly RowOf<T>[];
    rows.push(...page);
    if (page.length < 1_000) return rows;
  }
}
