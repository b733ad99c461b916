import * as z from "zod";
import { defineSweep, defineTable, instant, type SweepRunner, type Transaction } from "../kernel/index.ts";
import type { Instant, RowOf } from "../ports/index.ts";
import type { WindowCaps } from "./loopCapOptions.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/**
 * One row for whatever is counted. Its version makes two commits that would both take the last slot conflict, so that
 * one of them counts again; the unique key does the same for the first slot.
 */
export const automaticSlots = defineTable("automaticSlots", {
  comment: "When automatic messages went out in the last 24 hours. Rows go when the last one is a day old.",
  idPrefix: "slo",
  fields: {
    counted: z
      .string()
      .describe("What is counted: a folded address, a domain, a source, or a part of the desk."),
    takenAt: z.array(z.int()).describe("Epoch milliseconds, oldest first."),
    dueAt: instant().nullable().describe("When the row may go."),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
  },
  unique: { counted: ["counted"] },
  sparseIndexes: { due: ["dueAt"] },
});

export type Slots = RowOf<typeof automaticSlots>;

export type CapWindow = "tenMinutes" | "hour" | "day";

/** What one automatic message counts as, and how many of those there may be. */
export interface Counter {
  readonly counted: string;
  readonly caps: Required<WindowCaps>;
}

/** Rows of counters by what they count; none for those that counted nothing yet. */
export async function slotsOf(
  tx: Transaction,
  counters: readonly Counter[],
): Promise<ReadonlyMap<string, Slots>> {
  const rows = await tx.find(automaticSlots, {
    where: { field: "counted", in: counters.map(({ counted }) => counted) },
    limit: counters.length,
  });
  return new Map(rows.map((row) => [row.counted, row]));
}

/** The window in which no slot is left; null where one is. */
export function fullWindow(
  row: Slots | undefined,
  caps: Required<WindowCaps>,
  now: Instant,
): CapWindow | null {
  const since = (ms: number) => (row?.takenAt ?? []).filter((at) => at > now - ms).length;
  if (since(10 * minuteMs) >= caps.perTenMinutes) return "tenMinutes";
  if (since(60 * minuteMs) >= caps.perHour) return "hour";
  return since(dayMs) >= caps.perDay ? "day" : null;
}

/** Counts one more in this commit. */
export function takeSlot(tx: Transaction, counted: string, row: Slots | undefined): void {
  const recent = (row?.takenAt ?? []).filter((at) => at > tx.now - dayMs);
  const newest = Math.max(tx.now, recent.at(-1) ?? 0);
  const taken = { takenAt: [...recent, newest], dueAt: newest + dayMs };
  if (row === undefined) tx.insert(automaticSlots, { counted, fence: 0, ...taken });
  else tx.update(automaticSlots, row, taken);
}

/** Removes what is a day old, so that the table holds no more than what was counted in a day. */
export const automaticSlotsSweep: SweepRunner = defineSweep<Slots>({
  name: "delivery.automaticSlots",
  table: automaticSlots,
  async handle(tx, { id }) {
    const row = await tx.get(automaticSlots, id);
    if (row !== null && row.dueAt !== null && row.dueAt <= tx.now) tx.delete(automaticSlots, row);
  },
});
