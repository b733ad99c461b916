import { SupportError } from "../../errors/index.ts";
import type { Read, ReferenceRule } from "../../kernel/index.ts";
import { type MacroRow, macros } from "../schema.ts";

/** @throws SupportError NOT_FOUND */
export async function requireMacro(read: Pick<Read, "get">, macroId: string): Promise<MacroRow> {
  const macro = await read.get(macros, macroId);
  if (macro !== null) return macro;
  throw noMacro(macroId);
}

/** A macro that can be applied. @throws SupportError NOT_FOUND, ARCHIVED */
export async function requireUsableMacro(read: Pick<Read, "get">, macroId: string): Promise<MacroRow> {
  const macro = await requireMacro(read, macroId);
  if (macro.archivedAt === null) return macro;
  throw new SupportError(
    "ARCHIVED",
    `The macro "${macro.name}" is archived and can't be applied. Restore it with macros.restore, or choose another.`,
    { details: { macroId } },
  );
}

function noMacro(macroId: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no macro ${macroId}.`, { details: { macroId } });
}

/** Macros belong to no customer. */
export const references: Readonly<Record<string, ReferenceRule>> = { macro: { missing: noMacro } };
