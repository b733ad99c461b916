import * as z from "zod";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { changeField, fieldsNow } from "../change.ts";
import { described } from "../inputs.ts";
import { type FieldRow, fieldView } from "../schema.ts";

const input = z.strictObject({ key: idInput, ...z.strictObject(described).partial().shape });

/**
 * Updates an own field. Key and type never change; options can be added, reordered and archived.
 * @throws SupportError NOT_FOUND, INVALID_INPUT
 */
export const update = defineCommand({
  name: "fields.update",
  summary: "Updates an own field of cases.",
  input,
  output: fieldView,
  access: { permission: "settings.write", cases: "none" },
  http: "PATCH /fields/{key}",
  run: async (tx, { key, ...changes }): Promise<FieldRow> =>
    changeField(tx, (await fieldsNow(tx)).require(key), changes),
});
