import * as z from "zod";
import { defineQuery, idInput } from "../../../kernel/index.ts";
import { casesState } from "../../state.ts";
import { type FieldRow, fieldView } from "../schema.ts";

/** Returns an own field of cases, also if it is archived. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "fields.get",
  summary: "Returns an own field of cases.",
  input: z.strictObject({ key: idInput }),
  output: fieldView,
  access: { permission: "settings.read", cases: "none" },
  http: "GET /fields/{key}",
  run: async (read, { key }): Promise<FieldRow> =>
    (await read.use(casesState).definitions.current(read)).fields.require(key),
});
