import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";
import { requireMacro } from "../requireMacro.ts";

/**
 * Archives a macro: it leaves the list and can't be applied. Policies that run it fail at that action until it is restored.
 * @throws SupportError NOT_FOUND
 */
export const archive = defineCommand({
  name: "macros.archive",
  summary: "Archives a macro: it leaves the list and can't be applied.",
  input: z.strictObject({ macroId: reference("macro") }),
  output: macroView,
  access: { permission: "templates.write", cases: "none" },
  http: "POST /macros/{macroId}/archive",
  async run(tx, { macroId }): Promise<MacroRow> {
    const macro = await requireMacro(tx, macroId);
    if (macro.archivedAt !== null) return macro;
    tx.emit("macro.archived", {}, { macroId });
    return tx.update(macros, macro, { archivedAt: tx.now });
  },
});
