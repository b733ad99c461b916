import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";
import { requireMacro } from "../requireMacro.ts";

/** Restores an archived macro. @throws SupportError NOT_FOUND */
export const restore = defineCommand({
  name: "macros.restore",
  summary: "Restores an archived macro.",
  input: z.strictObject({ macroId: reference("macro") }),
  output: macroView,
  access: { permission: "templates.write", cases: "none" },
  http: "POST /macros/{macroId}/restore",
  async run(tx, { macroId }): Promise<MacroRow> {
    const macro = await requireMacro(tx, macroId);
    if (macro.archivedAt === null) return macro;
    tx.emit("macro.restored", {}, { macroId });
    return tx.update(macros, macro, { archivedAt: null });
  },
});
