import * as z from "zod";
import { defineCommand, nothing, reference } from "../../../kernel/index.ts";
import { macros } from "../../schema.ts";
import { requireMacro } from "../requireMacro.ts";

/** Removes a macro. Policies that run it then fail at that action. @throws SupportError NOT_FOUND */
export const remove = defineCommand({
  name: "macros.remove",
  summary: "Removes a macro.",
  input: z.strictObject({ macroId: reference("macro") }),
  output: nothing,
  access: { permission: "templates.write", cases: "none" },
  http: "DELETE /macros/{macroId}",
  async run(tx, { macroId }): Promise<void> {
    tx.delete(macros, await requireMacro(tx, macroId));
    tx.emit("macro.removed", {}, { macroId });
  },
});
