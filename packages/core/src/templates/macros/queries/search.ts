import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  limitSchema,
  lineInput,
  list,
} from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";

const input = z.strictObject({
  text: lineInput(500).describe("Word prefixes; all of them must match."),
  archived: archivedInput,
  limit: limitSchema,
});

/** Searches macros by name. Best matches first; archived macros only if asked for. */
export const search = defineQuery({
  name: "macros.search",
  summary: "Searches macros by name.",
  input,
  output: list(macroView),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /macros/search",
  run: (read, { text, archived, limit }): Promise<readonly MacroRow[]> =>
    read.search(macros, { text, where: archivedFilter(archived), limit }),
});
