import * as z from "zod";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { changeField, fieldsNow } from "../change.ts";
import { type FieldRow, fieldView } from "../schema.ts";

/** Restores an archived field, along with its values. @throws SupportError NOT_FOUND */
export const restore = defineCommand({
  name: "fields.restore",
  summary: "Restores an own field of cases.",
  input: z.strictObject({ key: idInput }),
  output: fieldView,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /fields/{key}/restore",
  async run(tx, { key }): Promise<FieldRow> {
    const field = (await fieldsNow(tx)).require(key);
    return field.archivedAt === null ? field : changeField(tx, field, { archivedAt: null });
  },
});
