import * as z from "zod";
import { cases, messages } from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import { defineSweep, defineTable, instant, type SweepRunner, type Transaction } from "../kernel/index.ts";
import type { Address, RowOf } from "../ports/index.ts";

declare module "../kernel/events.ts" {
  interface SupportEvents {
    /** An automatic message was not sent. What it would have answered is kept and worked on as ever. */
    "delivery.automaticSuppressed": { readonly caseId: string; readonly reason: SuppressionReason };
  }
}

/** Which cap was reached, or that the address is blocked. */
export type SuppressionReason = "case" | "tenMinutes" | "hour" | "day" | "blocked";

/** How many automatic messages go out. They bound what two machines that answer each other can do. */
export interface LoopCapOptions {
  /** In one case, ever. Default 3. */
  readonly perCase?: number;
  /** To one recipient within any 10 minutes. Default 3. */
  readonly perTenMinutes?: number;
  /** To one recipient within any hour. Default 6. */
  readonly perHour?: number;
  /** To one recipient within any 24 hours. Default 12. */
  readonly perDay?: number;
}

export interface LoopCapSettings extends Required<LoopCapOptions> {
  /** Whether nothing may be sent to an address, as after a hard bounce. */
  readonly isBlocked: (tx: Transaction, recipient: Recipient) => Promise<boolean>;
}

export type Recipient = Pick<Address, "kind" | "value">;

const count = z.int().min(0).max(1_000);
const optionsSchema = z.strictObject({
  perCase: count.default(3),
  perTenMinutes: count.default(3),
  perHour: count.default(6),
  perDay: count.default(12),
});

/** The options with their defaults. @throws SupportError INVALID_CONFIGURATION */
export function loopCapSettings(
  options: LoopCapOptions,
  isBlocked: LoopCapSettings["isBlocked"],
): LoopCapSettings {
  const parsed = optionsSchema.safeParse(options);
  if (parsed.success) return { ...parsed.data, isBlocked };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `delivery.loopCaps.${path.join(".")}: ${message}`,
  );
  throw new SupportError("INVALID_CONFIGURATION", problems.join("; "));
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/**
 * One row for each recipient of the last day. Its version makes two commits that would both take the last slot
 * conflict, so that one of them counts again; the unique key does the same for the first slot.
 */
export const automaticSlots = defineTable("automaticSlots", {
  comment:
    "When automatic messages went to whom in the last 24 hours. Rows go when the last one is a day old.",
  idPrefix: "slo",
  fields: {
    kind: z.string(),
    value: z.string().describe("The address, as the channel gives it."),
    takenAt: z.array(z.int()).describe("Epoch milliseconds, oldest first."),
    dueAt: instant().nullable().describe("When the row may go."),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
  },
  unique: { recipient: ["kind", "value"] },
  sparseIndexes: { due: ["dueAt"] },
});

type Slots = RowOf<typeof automaticSlots>;

/**
 * Whether one more automatic message may go out; if so, it is counted in this commit. Otherwise says why in
 * `delivery.automaticSuppressed`. `brandNew`: the recipient was not known before this commit: then nothing is read,
 * and a row that is there all the same makes the commit conflict and the next attempt look.
 */
export async function takeAutomaticSlot(
  tx: Transaction,
  settings: LoopCapSettings,
  slot: { readonly recipient: Recipient; readonly caseId: string; readonly brandNew: boolean },
): Promise<boolean> {
  const { kind, value } = slot.recipient;
  const isFirst = slot.brandNew && tx.attempt === 1;
  const reason = isFirst || settings.perCase === 0 ? null : await caseReason(tx, settings, slot);
  const row = isFirst ? null : await slotsOf(tx, slot.recipient);
  const recent = (row?.takenAt ?? []).filter((at) => at > tx.now - dayMs);
  const suppressed = settings.perCase === 0 ? "case" : (reason ?? recipientReason(recent, tx.now, settings));
  if (suppressed !== null) {
    const { caseId } = slot;
    const customerId = (await tx.get(cases, caseId))?.customerId ?? null;
    tx.emit("delivery.automaticSuppressed", { caseId, customerId }, { caseId, reason: suppressed });
    return false;
  }
  const taken = { takenAt: [...recent, tx.now], dueAt: tx.now + dayMs };
  if (row === null) tx.insert(automaticSlots, { kind, value, fence: 0, ...taken });
  else tx.update(automaticSlots, row, taken);
  return true;
}

function slotsOf(tx: Transaction, { kind, value }: Recipient): Promise<Slots | null> {
  return tx.findOne(automaticSlots, {
    and: [
      { field: "kind", is: kind },
      { field: "value", is: value },
    ],
  });
}

async function caseReason(
  tx: Transaction,
  { perCase, isBlocked }: LoopCapSettings,
  { recipient, caseId }: { readonly recipient: Recipient; readonly caseId: string },
): Promise<SuppressionReason | null> {
  if (await isBlocked(tx, recipient)) return "blocked";
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

function recipientReason(
  recent: readonly number[],
  now: number,
  caps: LoopCapSettings,
): SuppressionReason | null {
  const since = (ms: number) => recent.filter((at) => at > now - ms).length;
  if (since(10 * minuteMs) >= caps.perTenMinutes) return "tenMinutes";
  if (since(60 * minuteMs) >= caps.perHour) return "hour";
  return recent.length >= caps.perDay ? "day" : null;
}

/** Removes what is a day old, so that the table holds no more than the recipients of a day. */
export const automaticSlotsSweep: SweepRunner = defineSweep<Slots>({
  name: "delivery.automaticSlots",
  table: automaticSlots,
  async handle(tx, { id }) {
    const row = await tx.get(automaticSlots, id);
    if (row !== null && row.dueAt !== null && row.dueAt <= tx.now) tx.delete(automaticSlots, row);
  },
});
