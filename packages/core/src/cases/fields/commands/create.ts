import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand } from "../../../kernel/index.ts";
import { casesState } from "../../state.ts";
import { checkOptions, fieldsNow } from "../change.ts";
import { described, fieldKey } from "../inputs.ts";
import { type FieldRow, fields, fieldTypes, fieldView, mostFields } from "../schema.ts";

const input = z.strictObject({
  of: z.enum(["case"]).default("case").describe("The kind of row that has the field."),
  key: fieldKey.describe("Its name in `fields` of a case. Never changes."),
  type: fieldTypes.describe("The type of its values. Never changes."),
  ...described,
  labels: described.labels.default({}),
  options: described.options.optional(),
  required: described.required.default("never"),
  customer: described.customer.default("hidden"),
});

/**
 * Adds an own field of cases, at the end of the list. Hidden from customers unless `customer` says otherwise.
 * @throws SupportError ALREADY_EXISTS if the key is taken, also by a field declared in code
 */
export const create = defineCommand({
  name: "fields.create",
  summary: "Adds an own field of cases.",
  input,
  output: fieldView,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /fields",
  async run(tx, { options = [], ...values }): Promise<FieldRow> {
    const book = await fieldsNow(tx);
    const { key, of, type } = values;
    if (Object.hasOwn(tx.use(casesState).settings.fields.shape, key)) throw taken(key, "The code declares");
    const id = `${of}.${key}`;
    // Also if a field of the code hides it.
    if ((await tx.get(fields, id)) !== null) throw taken(key, "There is");
    if (book.all.length >= mostFields)
      throw new SupportError("INVALID_INPUT", `There are ${mostFields} own fields, which is the most.`);
    checkOptions({ key, type, options: [] }, options);
    const position = Math.max(-1, ...book.all.map((field) => field.position)) + 1;
    const created = tx.insert(fields, { id, ...values, options, position });
    tx.emit("field.created", {}, { key });
    return created;
  },
});

function taken(key: string, who: string): SupportError {
  return new SupportError("ALREADY_EXISTS", `${who} a field "${key}" already. Choose another key.`, {
    details: { key },
  });
}
