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

/** Most own fields of a tenant, those that are archived included. */
export const mostFields = 200;
export const mostOptions = 200;

export const fieldTypes = z.enum([
  ...(["text", "longText", "number", "boolean", "date"] as const),
  ...(["select", "multiselect", "url", "email"] as const),
]);

export const optionSchema = z.strictObject({
  value: z.string().describe("What cases keep. It never changes."),
  label: z.string(),
  labels: z.record(z.string(), z.string()).describe("The label by locale, where it differs."),
  archived: z.boolean().describe("Cases keep it, and no others get it."),
});

export const fields = defineTable("ownFields", {
  comment: "Own fields of cases that were made at run time, beside those that the code declares.",
  idPrefix: "fld",
  fields: {
    of: z.enum(["case"]).describe("What has the field."),
    key: z.string().describe("Its name in `fields` of a case. It never changes."),
    label: z.string(),
    labels: z.record(z.string(), z.string()).describe("The label by locale, where it differs."),
    type: fieldTypes.describe("What it holds. It never changes."),
    options: z.array(optionSchema).describe("The values of a select or multiselect, in their order."),
    required: z.enum(["never", "open", "solve"]).describe("When a case must have a value."),
    customer: z.enum(["hidden", "read", "write"]).describe("What customers may do; write includes read."),
    position: z.int().describe("Its place among the fields, ascending."),
    archived: z.boolean().describe("Values are kept, but neither shown nor changed."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export interface FieldRow extends RowOf<typeof fields> {}
export type FieldType = z.output<typeof fieldTypes>;

const columns = defineView("OwnField", fields, {
  customer: [
    ...(["of", "key", "label", "labels", "type", "options"] as const),
    ...(["required", "customer", "position"] as const),
  ],
  forCustomers: ({ options }) => ({ options: options.filter(({ archived }) => !archived) }),
});

/** An own field of cases, made at run time. */
export interface OwnField extends StaffOf<typeof columns> {}
/** An own field of cases that customers may see. */
export interface CustomerField extends CustomerOf<typeof columns> {}

export const fieldView = named<OwnField, CustomerField>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "field.created": { readonly key: string };
    "field.updated": { readonly key: string; readonly fields: readonly string[] };
    "field.reordered": { readonly keys: readonly string[] };
  }
}
