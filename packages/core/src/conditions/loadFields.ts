import { profileOf } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import { valueProblem } from "../fields/index.ts";
import { askSources, type FailedSource, type Read } from "../kernel/index.ts";
import { type ConditionField, type ConditionFieldSubject, definitionOf } from "./field.ts";

/** Loaded values by the name of their field. */
export interface LoadedFields {
  readonly values: ReadonlyMap<string, unknown>;
  /** Fields that have no value because loading it failed. */
  readonly failed: readonly FailedSource[];
}

const longestText = 10_000;
const longestList = 1_000;

/**
 * Loads those of the named fields that plugins bring, side by side. One that fails is reported and has no value, which is
 * different from null: conditions that depend on it can't be decided.
 */
export async function loadFields(
  read: Read,
  names: ReadonlySet<string>,
  subject: Omit<ConditionFieldSubject, "customer">,
): Promise<LoadedFields> {
  const given = { case: subject.case, customer: await profileOf(read, subject.case.customerId) };
  const { answers, failed } = await askSources(
    read,
    "condition",
    async (field, own, signal) => checkedValue(field, await field.load(own, given, signal)),
    { what: "condition field", inOwnName: true, isAsked: ({ name }) => names.has(name) },
  );
  return { values: new Map(answers.map(({ source, answer }) => [source, answer])), failed };
}

/** A loaded value. @throws SupportError EXTENSION_FAILED if the field can't hold it */
function checkedValue(field: ConditionField, value: unknown): unknown {
  const problem = value === null ? null : problemOf(field, value);
  if (problem === null) return typeof value === "string" ? value.toWellFormed() : value;
  throw new SupportError("EXTENSION_FAILED", `The condition field "${field.name}" ${problem}.`);
}

function problemOf(field: ConditionField, value: unknown): string | null {
  const definition = definitionOf(field);
  if (value === undefined) return "was loaded as undefined; return null for no value";
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
