import * as z from "zod";
import { defineSweep, defineTable, instant, type Sweep, type Transaction } from "../kernel/index.ts";
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
    kind: z.string().describe("What is counted: an address of this kind, @domain, @source, or @desk."),
    value: z.string().describe("The folded address, the domain, the source, or the part of the desk."),
    takenAt: z.array(z.int()).describe("Epoch milliseconds, oldest first."),
    dueAt: instant().nullable().describe("When the row may go."),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
  },
  unique: { recipient: ["kind", "value"] },
  sparseIndexes: { due: ["dueAt"] },
  personal: { subject: { address: { kind: "kind", value: "value" } }, rows: "erase" },
});

export type Slots = RowOf<typeof automaticSlots>;

export type CapWindow = "tenMinutes" | "hour" | "day";

/** What is counted: one row. Channels name their kinds of addresses without an `@`. */
export type Counted = Pick<Slots, "kind" | "value">;

/** What one automatic message counts as, and how many of those there may be. */
export interface Counter extends Counted {
  readonly caps: Required<WindowCaps>;
}

/** Finds the row of a counter; undefined where nothing was counted yet. */
export type FindSlots = (counted: Counted) => Slots | undefined;

/** Reads the rows of counters. */
export async function slotsOf(tx: Transaction, counters: readonly Counter[]): Promise<FindSlots> {
  const kinds = [...new Set(counters.map(({ kind }) => kind))];
  const values = [...new Set(counters.map(({ value }) => value))];
  // One read, of all kinds with all values: SQLite follows the unique key by this, and not by an `or` of three pairs.
  const rows = await tx.find(automaticSlots, {
    where: {
      and: [
        { field: "kind", in: kinds },
        { field: "value", in: values },
      ],
    },
    limit: kinds.length * values.length,
  });
  return (counted) => rows.find(({ kind, value }) => kind === counted.kind && value === counted.value);
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
export function takeSlot(tx: Transaction, { kind, value }: Counted, row: Slots | undefined): void {
  const recent = (row?.takenAt ?? []).filter((at) => at > tx.now - dayMs);
  const newest = Math.max(tx.now, recent.at(-1) ?? 0);
  const taken = { takenAt: [...recent, newest], dueAt: newest + dayMs };
  if (row === undefined) tx.insert(automaticSlots, { kind, value, fence: 0, ...taken });
  else tx.update(automaticSlots, row, taken);
}

/** Removes what is a day old, so that the table holds no more than what was counted in a day. */
export const automaticSlotsSweep: Sweep = defineSweep<Slots>({
  name: "delivery.automaticSlots",
  table: automaticSlots,
  async handle(tx, { id }) {
    const row = await tx.get(automaticSlots, id);
    if (row !== null && row.dueAt !== null && row.dueAt <= tx.now) tx.delete(automaticSlots, row);
  },
});
