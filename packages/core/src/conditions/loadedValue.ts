import { SupportError } from "../errors/index.ts";
import { valueProblem } from "../fields/index.ts";
import { type ConditionField, type ConditionFieldSubject, definitionOf } from "./field.ts";

const longestText = 10_000;
const longestList = 1_000;

/**
 * What a plugin loaded for some cases: a value for each, null for those that it left out.
 *
 * @throws SupportError EXTENSION_FAILED if it is no map, or the field can't hold a value in it
 */
export function requireLoaded(
  field: ConditionField,
  subjects: readonly ConditionFieldSubject[],
  loaded: unknown,
): ReadonlyMap<string, unknown> {
  if (!(loaded instanceof Map))
    throw failed(field, "must be loaded as a Map of values by case id, such as new Map([[caseId, 5]])");
  return new Map(
    subjects.map(({ case: { id } }) => {
      const value: unknown = loaded.get(id) ?? null;
      const problem = value === null ? null : problemOf(field, value);
      if (problem !== null) throw failed(field, `has a wrong value for the case ${id}: it ${problem}`);
      return [id, wellFormed(value)];
    }),
  );
}

function failed({ name }: ConditionField, what: string): SupportError {
  return new SupportError("EXTENSION_FAILED", `The condition field "${name}" ${what}.`);
}

function problemOf(field: ConditionField, value: unknown): string | null {
  const definition = definitionOf(field);
  if (field.type === "instant")
    return Number.isSafeInteger(value) ? null : "takes a time in epoch milliseconds";
  if (field.type !== "list") return tooLong(value) ?? valueProblem(value, definition);
  if (!Array.isArray(value)) return "takes a list of texts";
  if (value.length > longestList) return `takes at most ${longestList} entries`;
  return value.map((item) => tooLong(item) ?? valueProblem(item, definition)).find(Boolean) ?? null;
}

function tooLong(value: unknown): string | null {
  return typeof value === "string" && value.length > longestText
    ? `takes at most ${longestText} characters`
    : null;
}

/** Without lone surrogates, as conditions compare texts. */
function wellFormed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wellFormed);
  return typeof value === "string" ? value.toWellFormed() : value;
}
