import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list } from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";

/** The macros whose name has all the words. @throws SupportError UNSUPPORTED on a storage without search */
export const search = defineQuery({
  name: "macros.search",
  summary: "Finds macros by the words of their name.",
  input: z.strictObject({ text: lineInput(500), limit: limitSchema }),
  output: list(macroView),
  access: { permission: "templates.read" },
  http: "GET /macros/search",
  run: (read, { text, limit }): Promise<readonly MacroRow[]> => read.search(macros, { text, limit }),
});
