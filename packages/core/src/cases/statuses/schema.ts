import * as z from "zod";
import {
  type CustomerOf,
  defineTable,
  defineView,
  instant,
  named,
  type StaffOf,
} from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";
import { statusCategory } from "../schema.ts";

/** Most statuses of a tenant, those that the code brings included. */
export const mostStatuses = 200;

export const statuses = defineTable("statuses", {
  comment: "Statuses of cases made at run time, and what was changed of those that the code brings.",
  idPrefix: "sts",
  fields: {
    key: z
      .string()
      .describe("What programs use, such as waiting_for_parts. Cases keep it, so it never changes."),
    label: z.string().describe("What staff read."),
    labels: z.record(z.string(), z.string()).describe("The label by locale, where it differs."),
    customerLabel: z.string().nullable().describe("What customers read. Null: the label."),
    customerLabels: z.record(z.string(), z.string()).describe("What customers read, by locale."),
    category: statusCategory,
    position: z.int().describe("Its place among all statuses, ascending."),
    isDefault: z.boolean().describe("Whether cases get it where only the category is asked for."),
    archived: z.boolean().describe("Cases keep it, and no others get it."),
    used: z.boolean().describe("A case has had it: its category is fixed from then on."),
    source: z.enum(["code", "stored"]).describe("Whether the code brings it, or it was made at run time."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export interface StatusRow extends RowOf<typeof statuses> {}

const columns = defineView("Status", statuses, {
  internal: ["used"],
  customer: ["key", "label", "labels", "category", "position"],
  // What staff call a status in another language is not what customers should read either.
  forCustomers: ({ label, labels, customerLabel, customerLabels }) =>
    customerLabel === null && Object.keys(customerLabels).length === 0
      ? { label, labels }
      : { label: customerLabel ?? Object.values(customerLabels)[0], labels: customerLabels },
});

/** A status that cases may have. */
export interface Status extends StaffOf<typeof columns> {}
/** A status as customers read it. */
export interface CustomerStatus extends CustomerOf<typeof columns> {}

export const statusView = named<Status, CustomerStatus>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "status.created": { readonly key: string };
    "status.updated": { readonly key: string; readonly fields: readonly string[] };
    "status.reordered": { readonly keys: readonly string[] };
  }
}
