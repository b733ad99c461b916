import { cases, messages } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { type CapWindow, type Counter, fullWindow, slotsOf, takeSlot } from "./automaticSlots.ts";
import { countedDomain, countedNetwork, foldedAddress, isAnswerable } from "./counting.ts";
import { firstPart, freePart } from "./deskSlots.ts";
import type { LoopCapSettings, Recipient } from "./loopCapOptions.ts";
import { origins } from "./origins.ts";
import { deliveryState } from "./state.ts";
import { isSuppressed } from "./suppress.ts";

declare module "../kernel/events.ts" {
  interface CoreEvents {
    /** An automatic message was not sent. What it would have answered is processed as usual. */
    "delivery.automaticSuppressed": { readonly caseId: string; readonly reason: SuppressionReason };
  }
}

/**
 * Why: the limit that was reached (of the case, the mailbox within a window, its domain, the mail's origin, the desk),
 * or that the address is blocked or unreadable.
 */
export type SuppressionReason =
  | "case"
  | CapWindow
  | "domain"
  | "source"
  | "desk"
  | "blocked"
  | "unanswerable";

/** An automatic message to be sent. */
export interface AutomaticSlot {
  readonly recipient: Recipient;
  readonly caseId: string;
  /** The recipient is new in this commit, so there is nothing in their case yet. */
  readonly brandNew: boolean;
  /** The delivery that it answers. */
  readonly inboundId?: string | null;
}

/**
 * Whether one more automatic message may be sent; if so, it is counted in this commit. Otherwise the reason is recorded
 * on the case with `delivery.automaticSuppressed`.
 */
export function takeAutomaticSlot(tx: Transaction, slot: AutomaticSlot): Promise<boolean> {
  return takeSlotUnder(tx, tx.use(deliveryState).loopCaps, slot);
}

/** The same with the given limits. */
export async function takeSlotUnder(
  tx: Transaction,
  settings: LoopCapSettings,
  slot: AutomaticSlot,
): Promise<boolean> {
  const reason = (await reasonAgainst(tx, settings, slot)) ?? (await count(tx, settings, slot));
  if (reason === null) return true;
  const { caseId } = slot;
  const customerId = (await tx.get(cases, caseId))?.customerId ?? null;
  tx.emit("delivery.automaticSuppressed", { caseId, customerId }, { caseId, reason });
  return false;
}

async function reasonAgainst(
  tx: Transaction,
  settings: LoopCapSettings,
  { recipient, caseId, brandNew }: AutomaticSlot,
): Promise<SuppressionReason | null> {
  if (!isAnswerable(recipient)) return "unanswerable";
  if (settings.perCase === 0) return "case";
  return brandNew && tx.attempt === 1 ? null : caseReason(tx, settings, recipient, caseId);
}

/** Takes a slot from each counter, and returns the one that is full. */
async function count(
  tx: Transaction,
  settings: LoopCapSettings,
  slot: AutomaticSlot,
): Promise<SuppressionReason | null> {
  const own = firstPart(settings.desk, slot.caseId, tx.attempt);
  const counters: (readonly [Counter, SuppressionReason | null])[] = await countersOf(tx, settings, slot);
  const slots = await slotsOf(tx, [...counters.map(([counter]) => counter), own]);
  for (const [counter, reason] of counters) {
    const full = fullWindow(slots(counter), counter.caps, tx.now);
    if (full !== null) return reason ?? full;
  }
  const isFree = fullWindow(slots(own), own.caps, tx.now) === null;
  const free = isFree ? { part: own, row: slots(own) } : await freePart(tx, settings.desk);
  if (free === null) return "desk";
  for (const [counter] of counters) takeSlot(tx, counter, slots(counter));
  takeSlot(tx, free.part, free.row);
  return null;
}

/** The counters of a message besides the desk's; if null, the reason is the window. */
async function countersOf(
  tx: Transaction,
  settings: LoopCapSettings,
  { recipient, inboundId = null }: AutomaticSlot,
): Promise<(readonly [Counter, SuppressionReason | null])[]> {
  const { perTenMinutes, perHour, perDay, sharedDomains } = settings;
  const mailbox = { kind: recipient.kind, value: foldedAddress(recipient) };
  const domain = countedDomain(recipient, sharedDomains);
  const origin = inboundId === null ? null : await tx.use(origins).originOf(tx, inboundId);
  const network = countedNetwork(origin?.address ?? "");
  const sender = foldedAddress({ kind: "email", value: origin?.sender ?? "" });
  const sources = [...(network === null ? [] : [network]), ...(sender === "" ? [] : [sender])];
  return [
    [{ ...mailbox, caps: { perTenMinutes, perHour, perDay } }, null],
    ...(domain === null
      ? []
      : [[{ kind: "@domain", value: domain, caps: settings.domain }, "domain"] as const]),
    ...sources.map((value) => [{ kind: "@source", value, caps: settings.source }, "source"] as const),
  ];
}

async function caseReason(
  tx: Transaction,
  { perCase }: LoopCapSettings,
  recipient: Recipient,
  caseId: string,
): Promise<SuppressionReason | null> {
  if (await isSuppressed(tx, recipient)) return "blocked";
  const sent = await tx.find(messages, {
    where: {
      and: [
        { field: "caseId", is: caseId },
        { field: "direction", is: "out" },
        { field: "automatic", isNot: null },
      ],
    },
    limit: perCase,
  });
  if (sent.length >= perCase) return "case";
  // Two commits that write to different people of one case conflict on the case.
  const found = await tx.get(cases, caseId);
  if (found !== null) tx.update(cases, found, {});
  return null;
}
