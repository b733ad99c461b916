import { SupportError } from "../errors/index.ts";
import { type FieldDefinitions, fieldNamed, placeOf } from "../fields/index.ts";
import type { JsonPath } from "../ports/index.ts";
import { valueAt } from "../rows/index.ts";
import { requireCondition } from "./check.ts";
import type { Condition, ConditionSubject } from "./condition.ts";
import { isLoaded } from "./field.ts";
import { operators } from "./operators.ts";

/** A condition that is ready to be evaluated. */
export interface CompiledCondition {
  /**
   * Whether it holds. Pure.
   *
   * @throws SupportError INVALID_INPUT if that depends on fields of plugins whose values are not known.
   */
  holds(subject: ConditionSubject): boolean;
  /** Like `holds`; null where that would throw. Pure. */
  decide(subject: ConditionSubject): boolean | null;
  /** The fields that the result depends on. */
  readonly fields: ReadonlySet<string>;
}

/** @throws SupportError INVALID_INPUT listing everything wrong with the condition. */
export function compileCondition(condition: Condition, fields: FieldDefinitions): CompiledCondition {
  requireCondition(condition, fields);
  const used = new Set<string>();
  const decide = build(condition, fields, used);
  const holds = (subject: ConditionSubject) => decide(subject) ?? refuseUndecided(used, subject);
  return { holds, decide, fields: used };
}

function refuseUndecided(used: ReadonlySet<string>, { values }: ConditionSubject): never {
  const unknown = [...used].filter((name) => isLoaded(name) && values?.has(name) !== true);
  throw new SupportError(
    "INVALID_INPUT",
    `The condition depends on ${unknown.map((name) => `"${name}"`).join(", ")}, which plugins load. Pass the values in "values".`,
    { details: { fields: unknown } },
  );
}

type Decide = CompiledCondition["decide"];

function build(condition: Condition, fields: FieldDefinitions, used: Set<string>): Decide {
  if ("all" in condition)
    return every(
      condition.all.map((part) => build(part, fields, used)),
      true,
    );
  if ("any" in condition)
    return every(
      condition.any.map((part) => build(part, fields, used)),
      false,
    );
  if ("not" in condition) {
    const part = build(condition.not, fields, used);
    return (subject) => {
      const result = part(subject);
      return result === null ? null : !result;
    };
  }
  const { field: name, ...comparison } = condition;
  used.add(name);
  const [[key, operand] = ["", undefined]] = Object.entries(comparison);
  if (key === "changed") return (subject) => (subject.changed?.has(name) ?? false) === operand;
  const field = fieldNamed(fields, name);
  const operator = operators[key];
  if (field === undefined || operator === undefined) return () => false;
  const test = operator.test(operand, field);
  if (isLoaded(name)) return ({ values }) => (values?.has(name) === true ? test(values.get(name)) : null);
  const read = reader(name);
  return (subject) => test(read(subject));
}

/** Whether all parts have a result; the other result of one part decides, even if others are unknown. */
function every(parts: readonly Decide[], wanted: boolean): Decide {
  return (subject) => {
    let isKnown = true;
    for (const part of parts) {
      const result = part(subject);
      if (result === null) isKnown = false;
      else if (result !== wanted) return !wanted;
    }
    return isKnown ? wanted : null;
  };
}

function reader(name: string): (subject: ConditionSubject) => unknown {
  const { owner, column, member } = placeOf(name);
  const path: JsonPath = member === null ? [column] : [column, member];
  return (subject) => valueAt(owner === "customer" ? subject.customer : subject.case, path);
}
