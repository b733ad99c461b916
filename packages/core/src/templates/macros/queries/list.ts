import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging } from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";

/** Lists macros by name. */
export const list = defineQuery({
  name: "macros.list",
  summary: "Lists macros by name.",
  input: z.strictObject(paging),
  output: page(macroView),
  access: { permission: "templates.read" },
  http: "GET /macros",
  run: (read, { after, limit }): Promise<Page<MacroRow>> =>
    findPage(read, macros, { orderBy: [{ field: "name" }], after, limit }),
});
