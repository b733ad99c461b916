import { archivedFilter, archivedSearchInput, defineQuery, list } from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";

/** Searches macros by name. Best matches first; archived macros only if asked for. */
export const search = defineQuery({
  name: "macros.search",
  summary: "Searches macros by name.",
  input: archivedSearchInput,
  output: list(macroView),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /macros/search",
  run: (read, { text, archived, limit }): Promise<readonly MacroRow[]> =>
    read.search(macros, { text, where: archivedFilter(archived), limit }),
});
