import * as z from "zod";
import { defineQuery, reference } from "../../../kernel/index.ts";
import { type MacroRow, macroView } from "../../schema.ts";
import { requireMacro } from "../requireMacro.ts";

/** Returns a macro. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "macros.get",
  summary: "Returns a macro.",
  input: z.strictObject({ macroId: reference("macro") }),
  output: macroView,
  access: { permission: "templates.read" },
  http: "GET /macros/{macroId}",
  run: (read, { macroId }): Promise<MacroRow> => requireMacro(read, macroId),
});
