import * as z from "zod";
import type { Actor } from "./actors.ts";
import { defineAppendOnlyTable, instant } from "./table.ts";

/** Events of the desk itself. Rooms add theirs by augmentation, and to the list `coreEvents`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from the rooms
export interface CoreEvents {}

/**
 * Every event with its data, by type. Plugins add theirs by augmentation, with types that start with their id. Data
 * holds ids and facts, never a person's words: events outlive the erasure of a person.
 */
export interface SupportEvents extends CoreEvents {}

export type EventType = keyof SupportEvents & string;

/** A stored event. */
export interface SupportEvent<Type extends EventType = EventType> {
  readonly tenantId: string;
  readonly id: string;
  readonly type: Type;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: Actor;
  readonly caseId: string | null;
  readonly customerId: string | null;
  readonly data: SupportEvents[Type];
  /** The same for everything caused by one call. */
  readonly correlationId: string;
  /** The event that caused this one. */
  readonly causationId: string | null;
}

const actorSchema = z.object({
  kind: z.enum(["host", "agent", "customer", "anonymous", "bot", "system"]),
  id: z.string().nullable(),
});

export const events = defineAppendOnlyTable("events", {
  comment: "What happened, append-only. Reports and reactions are based on it.",
  idPrefix: "evt",
  fields: {
    type: z.string(),
    at: instant(),
    actor: actorSchema,
    caseId: z.string().nullable(),
    customerId: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    correlationId: z.string(),
    causationId: z.string().nullable(),
  },
  indexes: { byCase: ["tenantId", "caseId", "id"], byType: ["tenantId", "type", "at"] },
  personal: {
    subject: [{ customer: "customerId" }, { through: "caseId", table: "cases" }],
    columns: {
      type: "none",
      data: { keep: "Ids and facts that reports and audit need. `audit.redact` erases anything else." },
    },
  },
});

/** What remains of an event's data after `audit.redact`. */
export const erasedData = { erased: true } as const;

/** Whether an event's data was erased, so that only the fact that it happened is left. */
export function isErased({ data }: { readonly data: object }): boolean {
  return "erased" in data && data.erased === true && Object.keys(data).length === 1;
}
