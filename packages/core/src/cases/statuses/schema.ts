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

/** Maximum statuses of a tenant, including those of the code. */
export const mostStatuses = 200;

export const statuses = defineTable("statuses", {
  comment: "Statuses made at run time, and changes to built-in ones.",
  idPrefix: "sts",
  fields: {
    key: z.string().describe("What programs use, such as waiting_for_parts. Never changes."),
    label: z.string().describe("What staff read."),
    labels: z.record(z.string(), z.string()).describe("Translations of the label, by locale."),
    customerLabel: z.string().nullable().describe("What customers read. Null: the label."),
    customerLabels: z.record(z.string(), z.string()).describe("What customers read, by locale."),
    category: statusCategory,
    position: z.int().describe("Position in lists, ascending."),
    isDefault: z.boolean().describe("Whether cases get this status when only its category is requested."),
    archivedAt: instant()
      .nullable()
      .describe("When it was archived: cases that have it keep it, and no others can get it."),
    used: z.boolean().describe("True once a case has had it, which fixes its category."),
    source: z
      .enum(["code", "stored"])
      .describe("code: built in or from the options. stored: made at run time."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export interface StatusRow extends RowOf<typeof statuses> {}

const columns = defineView("Status", statuses, {
  internal: ["used"],
  customer: ["key", "label", "labels", "category", "position"],
  // Translations of the staff's label are not for customers if they have a label of their own.
  forCustomers: ({ label, labels, customerLabel, customerLabels }) =>
    customerLabel === null && Object.keys(customerLabels).length === 0
      ? { label, labels }
      : { label: customerLabel ?? Object.values(customerLabels)[0], labels: customerLabels },
});

/** A status that cases may have. */
export interface Status extends StaffOf<typeof columns> {}
/** A status as customers see it. */
export interface CustomerStatus extends CustomerOf<typeof columns> {}

export const statusView = named<Status, CustomerStatus>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "status.created": { readonly key: string };
    "status.updated": { readonly key: string; readonly fields: readonly string[] };
    "status.reordered": { readonly keys: readonly string[] };
  }
}
