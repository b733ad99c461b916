import * as z from "zod";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { changeField, fieldsNow } from "../change.ts";
import { type FieldRow, fieldView } from "../schema.ts";

/** Archives an own field: its values are kept, but can't be seen or changed. @throws SupportError NOT_FOUND */
export const archive = defineCommand({
  name: "fields.archive",
  summary: "Archives an own field of cases.",
  input: z.strictObject({ key: idInput }),
  output: fieldView,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /fields/{key}/archive",
  async run(tx, { key }): Promise<FieldRow> {
    const field = (await fieldsNow(tx)).require(key);
    return field.archivedAt === null ? changeField(tx, field, { archivedAt: tx.now }) : field;
  },
});
