import { withoutUndefined } from "../../customers/index.ts";
import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { noteSettingsEdit } from "../definitions/edit.ts";
import { casesState } from "../state.ts";
import type { FieldBook } from "./book.ts";
import { type FieldRow, fields } from "./schema.ts";

type Changes = { readonly [Name in keyof FieldRow]?: FieldRow[Name] | undefined };

/** The fields as of this transaction, never a cached copy. */
export async function fieldsNow(tx: Transaction): Promise<FieldBook> {
  await noteSettingsEdit(tx);
  return (await tx.use(casesState).definitions.current(tx)).fields;
}

/** Stages changes to a field. @throws SupportError INVALID_INPUT for invalid options */
export function changeField(tx: Transaction, field: FieldRow, changes: Changes): FieldRow {
  const { key } = field;
  if (changes.options !== undefined) checkOptions(field, changes.options);
  const patch = withoutUndefined(changes);
  if (Object.keys(patch).length === 0) return field;
  tx.emit("field.updated", {}, { key, fields: Object.keys(patch) });
  return tx.update(fields, field, patch);
}

/** @throws SupportError INVALID_INPUT for options of another type of field, and for options that were left out */
export function checkOptions(
  { key, type, options }: Pick<FieldRow, "key" | "type" | "options">,
  next: FieldRow["options"],
): void {
  const isChoice = type === "select" || type === "multiselect";
  const refuse = (text: string) => new SupportError("INVALID_INPUT", text, { details: { key } });
  if (isChoice && next.length === 0) throw refuse(`The field "${key}" is a ${type}. Give it options.`);
  if (!isChoice && next.length > 0)
    throw refuse(`The field "${key}" is of type ${type}, which has no options.`);
  const missing = options.filter(({ value }) => !next.some((option) => option.value === value));
  if (missing.length > 0)
    throw refuse(
      `Cases may have ${missing.map(({ value }) => `"${value}"`).join(", ")}. Archive an option instead of leaving it out.`,
    );
}
