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

/** Maximum own fields of a tenant, including archived ones. */
export const mostFields = 200;
export const mostOptions = 200;

export const fieldTypes = z.enum([
  ...(["text", "longText", "number", "boolean", "date"] as const),
  ...(["select", "multiselect", "url", "email"] as const),
]);

export const optionSchema = z.strictObject({
  value: z.string().describe("The stored value. Never changes."),
  label: z.string(),
  labels: z.record(z.string(), z.string()).describe("Translations of the label, by locale."),
  archived: z.boolean().describe("Cases that have it keep it; no others can get it."),
});

export const fields = defineTable("ownFields", {
  comment: "Own fields of cases made at run time, in addition to those declared in code.",
  idPrefix: "fld",
  fields: {
    of: z.enum(["case"]).describe("The kind of row that has the field."),
    key: z.string().describe("Its name in `fields` of a case. Never changes."),
    label: z.string(),
    labels: z.record(z.string(), z.string()).describe("Translations of the label, by locale."),
    type: fieldTypes.describe("The type of its values. Never changes."),
    options: z.array(optionSchema).describe("Values of a select or multiselect, in order."),
    required: z.enum(["never", "open", "solve"]).describe("When cases must have a value."),
    customer: z.enum(["hidden", "read", "write"]).describe("What customers can do; write includes read."),
    position: z.int().describe("Position in lists, ascending."),
    archivedAt: instant()
      .nullable()
      .describe("When it was archived: values are kept, but can't be seen or changed."),
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

/** An own field of cases made at run time. */
export interface OwnField extends StaffOf<typeof columns> {}
/** An own field that customers can see. */
export interface CustomerField extends CustomerOf<typeof columns> {}

export const fieldView = named<OwnField, CustomerField>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "field.created": { readonly key: string };
    "field.updated": { readonly key: string; readonly fields: readonly string[] };
    "field.reordered": { readonly keys: readonly string[] };
  }
}
