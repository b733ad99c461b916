import * as z from "zod";
import { defineSweep, defineTable, instant, type Sweep, type Transaction } from "../kernel/index.ts";
import type { Instant, RowOf } from "../ports/index.ts";
import type { WindowCaps } from "./loopCapOptions.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/**
 * One row for each counter. Its version makes two commits that would both take the last slot conflict, so that one of
 * them counts again; the unique key does the same for the first slot.
 */
export const automaticSlots = defineTable("automaticSlots", {
  comment:
    "When automatic messages were sent in the last 24 hours. A row is removed when its last entry is a day old.",
  idPrefix: "slo",
  fields: {
    kind: z.string().describe("What is counted: an address of this kind, @domain, @source, or @desk."),
    value: z.string().describe("The normalised address, the domain, the source, or the part of the desk."),
    takenAt: z.array(z.int()).describe("Epoch milliseconds, oldest first."),
    dueAt: instant().nullable().describe("When the row can be removed."),
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

/** What is counted, one row each. Channels name their kinds of addresses without an `@`. */
export type Counted = Pick<Slots, "kind" | "value">;

/** What an automatic message counts towards, with the limits. */
export interface Counter extends Counted {
  readonly caps: Required<WindowCaps>;
}

/** Finds a counter's row; undefined if nothing was counted yet. */
export type FindSlots = (counted: Counted) => Slots | undefined;

/** Reads the rows of counters. */
export async function slotsOf(tx: Transaction, counters: readonly Counter[]): Promise<FindSlots> {
  const kinds = [...new Set(counters.map(({ kind }) => kind))];
  const values = [...new Set(counters.map(({ value }) => value))];
  // One read of all kinds with all values: SQLite uses the unique key for this, but not for an `or` of three pairs.
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

/** The window that is full; null if none is. */
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

/** Counts one more message in this commit. */
export function takeSlot(tx: Transaction, { kind, value }: Counted, row: Slots | undefined): void {
  const recent = (row?.takenAt ?? []).filter((at) => at > tx.now - dayMs);
  const newest = Math.max(tx.now, recent.at(-1) ?? 0);
  const taken = { takenAt: [...recent, newest], dueAt: newest + dayMs };
  if (row === undefined) tx.insert(automaticSlots, { kind, value, fence: 0, ...taken });
  else tx.update(automaticSlots, row, taken);
}

/** Removes entries older than a day, so that the table only holds what was counted within a day. */
export const automaticSlotsSweep: Sweep = defineSweep<Slots>({
  name: "delivery.automaticSlots",
  table: automaticSlots,
  async handle(tx, { id }) {
    const row = await tx.get(automaticSlots, id);
    if (row !== null && row.dueAt !== null && row.dueAt <= tx.now) tx.delete(automaticSlots, row);
  },
});
