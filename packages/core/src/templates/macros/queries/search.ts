import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list } from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";

/** Searches macros by name. All words must match. @throws SupportError UNSUPPORTED on a storage without search */
export const search = defineQuery({
  name: "macros.search",
  summary: "Searches macros by name.",
  input: z.strictObject({ text: lineInput(500).min(1), limit: limitSchema }),
  output: list(macroView),
  access: { permission: "templates.read" },
  http: "GET /macros/search",
  run: (read, { text, limit }): Promise<readonly MacroRow[]> => read.search(macros, { text, limit }),
});
