import { SupportError } from "../../errors/index.ts";
import { bounds } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import type { CaseSettings } from "../settings.ts";
import { changedFields, parseFieldChanges, parseFields } from "../settings.ts";
import type { FieldBook } from "./book.ts";
import type { FieldRow } from "./schema.ts";
import { isBlank, valueProblem } from "./valueProblem.ts";

type Values = Readonly<Record<string, unknown>>;

/** Validates the fields of a new case, and fills in defaults. @throws SupportError INVALID_INPUT */
export function newFields(
  settings: CaseSettings,
  book: FieldBook,
  given: Values,
  { asksFor }: { readonly asksFor: (field: FieldRow) => boolean },
): Values {
  const { ofCode, own } = divided(settings, book, given);
  const set = Object.entries(checked(book, own, {})).filter(([, value]) => value !== null);
  const values: Values = { ...parseFields(settings, ofCode), ...Object.fromEntries(set) };
  const missing = [...book.usable.values()].filter(
    (field) => field.required === "open" && asksFor(field) && isBlank(values[field.key]),
  );
  if (missing.length > 0) throw missingFields(missing, "before the case is opened");
  return bounded(values);
}

/** The fields of a case after a change. @throws SupportError INVALID_INPUT */
export function fieldsAfter(
  settings: CaseSettings,
  book: FieldBook,
  before: Values,
  changes: Values,
  { isEnded }: { readonly isEnded: boolean },
): Values {
  const { ofCode, own } = divided(settings, book, changes);
  const isCode = (name: string) => Object.hasOwn(settings.fields.shape, name);
  const rest = Object.fromEntries(Object.entries(before).filter(([name]) => !isCode(name)));
  const held = Object.fromEntries(Object.entries(before).filter(([name]) => isCode(name)));
  const after: Values = {
    ...(Object.keys(ofCode).length === 0 ? held : changedFields(settings, held, ofCode)),
    ...rest,
    ...checked(book, own, before),
  };
  const kept = Object.fromEntries(
    Object.entries(after).filter(([name, value]) => isCode(name) || value !== null),
  );
  const cleared = Object.keys(own).flatMap((name) => {
    const field = book.usable.get(name);
    const isNeeded = field?.required === "open" || (field?.required === "solve" && isEnded);
    return field !== undefined && isNeeded && isBlank(kept[name]) ? [field] : [];
  });
  if (cleared.length > 0) throw missingFields(cleared, "as the case needs a value");
  return bounded(kept);
}

/** Validates changes that are stored for later, such as those of a macro. @throws SupportError INVALID_INPUT */
export function checkFieldChanges(settings: CaseSettings, book: FieldBook, given: Values): void {
  const { ofCode, own } = divided(settings, book, given);
  parseFieldChanges(settings, ofCode);
  checked(book, own, {});
}

/** Fields that are required for solving and empty. */
export function missingForSolving(book: FieldBook, values: Values): readonly FieldRow[] {
  return [...book.usable.values()].filter(
    ({ key, required }) => required === "solve" && isBlank(values[key]),
  );
}

/** @throws SupportError INVALID_INPUT if a field that is required for solving is empty */
export function requireForSolving(book: FieldBook, values: Values): void {
  const missing = missingForSolving(book, values);
  if (missing.length > 0) throw missingFields(missing, "before the case is solved");
}

function divided(settings: CaseSettings, book: FieldBook, given: Values): { ofCode: Values; own: Values } {
  const entries = Object.entries(given);
  const isCode = (name: string) => Object.hasOwn(settings.fields.shape, name);
  for (const [name] of entries) {
    if (isCode(name) || book.usable.has(name)) continue;
    const isArchived = book.archived.has(name);
    const text = isArchived
      ? `The field "${name}" is archived. Restore it with fields.restore, or leave it out.`
      : `Cases have no field "${name}".${suggest(name, [...Object.keys(settings.fields.shape), ...book.usable.keys()])}`;
    throw new SupportError(isArchived ? "ARCHIVED" : "INVALID_INPUT", text, { details: { field: name } });
  }
  return {
    ofCode: Object.fromEntries(entries.filter(([name]) => isCode(name))),
    own: Object.fromEntries(entries.filter(([name]) => !isCode(name))),
  };
}

/** Validated values of fields made at run time; null for those to be unset. */
function checked(book: FieldBook, own: Values, before: Values): Values {
  const problems: string[] = [];
  const values = Object.entries(own).map(([name, value]) => {
    const field = book.usable.get(name);
    if (field === undefined || value === undefined || isBlank(value)) return [name, null] as const;
    const problem = valueProblem(value, field, before[name]);
    if (problem !== null) problems.push(`"${name}" ${problem}`);
    return [name, value] as const;
  });
  if (problems.length > 0)
    throw new SupportError("INVALID_INPUT", `The case's own fields are wrong. ${problems.join("; ")}.`, {
      details: { fields: Object.keys(own) },
    });
  return Object.fromEntries(values);
}

function bounded(values: Values): Values {
  if (JSON.stringify(values).length <= bounds.record) return values;
  throw new SupportError(
    "INVALID_INPUT",
    `The case's own fields are more than ${bounds.record} characters as JSON. Shorten the longest.`,
  );
}

function missingFields(fields: readonly FieldRow[], when: string): SupportError {
  const names = fields.map(({ label, key }) => `"${label}" (${key})`).join(", ");
  return new SupportError("INVALID_INPUT", `Fill in ${names} ${when}.`, {
    details: { missing: fields.map(({ key }) => key) },
  });
}
