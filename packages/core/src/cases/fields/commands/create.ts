import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand } from "../../../kernel/index.ts";
import { casesState } from "../../state.ts";
import { checkOptions, fieldsNow } from "../change.ts";
import { described, fieldKey } from "../inputs.ts";
import { type FieldRow, fields, fieldTypes, fieldView, mostFields } from "../schema.ts";

const input = z.strictObject({
  of: z.enum(["case"]).default("case").describe("What has the field."),
  key: fieldKey.describe("Its name in `fields` of a case. It never changes."),
  type: fieldTypes.describe("What it holds. It never changes."),
  ...described,
  labels: described.labels.default({}),
  options: described.options.optional(),
  required: described.required.default("never"),
  customer: described.customer.default("hidden"),
});

/**
 * Adds an own field, last among those made at run time. Customers see nothing of it unless `customer` says so.
 * @throws SupportError ALREADY_EXISTS when there is a field of the name, also one that the code declares
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
    // One that the code has hidden is there all the same.
    if ((await tx.get(fields, id)) !== null) throw taken(key, "There is");
    if (book.all.length >= mostFields)
      throw new SupportError("INVALID_INPUT", `There are ${mostFields} own fields, which is the most.`);
    checkOptions({ key, type, options: [] }, options);
    const position = Math.max(-1, ...book.all.map((field) => field.position)) + 1;
    const created = tx.insert(fields, { id, ...values, options, position, archived: false });
    tx.emit("field.created", {}, { key });
    return created;
  },
});

function taken(key: string, who: string): SupportError {
  return new SupportError("ALREADY_EXISTS", `${who} a field "${key}" already. Choose another key.`, {
    details: { key },
  });
}
