import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import { type FieldDefinitions, fieldNamed, unknownField } from "../fields/index.ts";
import type { Condition } from "./condition.ts";
import { operators } from "./operators.ts";

/** A problem of a condition and its location. */
export interface ConditionProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const deepest = 20;
/** As JSON: far more than anybody writes, by hand or by program. */
const longest = 64 * 1_024;

/** Everything wrong with a condition, with locations. Empty if it can be compiled. */
export function conditionProblems(
  given: unknown,
  fields: FieldDefinitions,
  path: readonly (string | number)[] = [],
): readonly ConditionProblem[] {
  const at = (message: string, ...more: readonly (string | number)[]): readonly ConditionProblem[] => [
    { path: [...path, ...more], message },
  ];
  if (path.length > deepest * 2) return at(`is nested deeper than ${deepest} levels`);
  if (!isRecord(given)) return at("must be an object with all, any, not, or a field and a comparison");
  const keys = Object.keys(given);
  const [group] = keys.filter((key) => key === "all" || key === "any" || key === "not");
  if (group === undefined) return comparisonProblems(given, fields, at);
  if (keys.length > 1) return at(`has "${group}" beside other keys; wrap them in "all"`);
  if (group === "not") return conditionProblems(given[group], fields, [...path, group]);
  const parts: unknown = given[group];
  if (!Array.isArray(parts)) return at("must be a list of conditions", group);
  return parts.flatMap((part, index) => conditionProblems(part, fields, [...path, group, index]));
}

/** @throws SupportError INVALID_INPUT listing everything wrong with the condition. */
export function requireCondition(given: unknown, fields: FieldDefinitions): void {
  const problems = conditionProblems(given, fields);
  if (problems.length === 0) return;
  const list = problems.map(({ path, message }) => `${path.join(".") || "condition"}: ${message}`);
  throw new SupportError("INVALID_INPUT", `Invalid condition. ${list.join("; ")}.`, {
    details: { problems },
  });
}

/** A zod schema of conditions over the given fields, for use in other schemas. */
export function conditionSchema(fields: FieldDefinitions): z.ZodType<Condition> {
  return z.custom<Condition>().check(({ value, issues }) => {
    const problems = conditionProblems(value, fields);
    for (const { path, message } of problems)
      issues.push({ code: "custom", path: [...path], message, input: value, continue: true });
    if (problems.length > 0 || JSON.stringify(value).length <= longest) return;
    const message = `is longer than ${longest} characters as JSON`;
    issues.push({ code: "custom", path: [], message, input: value, continue: true });
  });
}

function comparisonProblems(
  given: Readonly<Record<string, unknown>>,
  fields: FieldDefinitions,
  at: (message: string, ...more: readonly (string | number)[]) => readonly ConditionProblem[],
): readonly ConditionProblem[] {
  const { field: name, ...comparisons } = given;
  if (typeof name !== "string") return at('lacks "field", such as "case.priority"');
  const field = fieldNamed(fields, name);
  if (field === undefined) return at(unknownField(name, fields), "field");
  const [comparison, ...others] = Object.entries(comparisons);
  if (comparison === undefined || others.length > 0)
    return at(`must compare "${name}" once, by one of ${fitting(field.kind)}`);
  const [key, operand] = comparison;
  const operator = Object.hasOwn(operators, key) ? operators[key] : undefined;
  if (operator === undefined) return at(`is not a comparison. "${name}" takes ${fitting(field.kind)}`, key);
  if (field.kind !== "any" && !operator.kinds.includes(field.kind))
    return at(`can't compare "${name}", which is ${kindWords[field.kind]}. Use ${fitting(field.kind)}`, key);
  const problem = operator.problem(operand, field);
  return problem === null ? [] : at(problem, key);
}

const kindWords = {
  text: "text",
  choice: "one of a few values",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  any: "anything",
} as const;

function fitting(kind: keyof typeof kindWords): string {
  return Object.keys(operators)
    .filter((key) => kind === "any" || operators[key]?.kinds.includes(kind))
    .join(", ");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
