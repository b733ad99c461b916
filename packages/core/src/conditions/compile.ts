import { type FieldDefinitions, fieldNamed, placeOf } from "../fields/index.ts";
import type { JsonPath } from "../ports/index.ts";
import { valueAt } from "../rows/index.ts";
import { requireCondition } from "./check.ts";
import type { Condition, ConditionSubject } from "./condition.ts";
import { operators } from "./operators.ts";

/** A condition that is ready to be evaluated. */
export interface CompiledCondition {
  /** Whether it holds. Pure. */
  holds(subject: ConditionSubject): boolean;
  /** The fields that the result depends on. */
  readonly fields: ReadonlySet<string>;
}

/** @throws SupportError INVALID_INPUT listing everything wrong with the condition. */
export function compileCondition(condition: Condition, fields: FieldDefinitions): CompiledCondition {
  requireCondition(condition, fields);
  const used = new Set<string>();
  return { holds: build(condition, fields, used), fields: used };
}

type Holds = CompiledCondition["holds"];

function build(condition: Condition, fields: FieldDefinitions, used: Set<string>): Holds {
  if ("all" in condition) {
    const parts = condition.all.map((part) => build(part, fields, used));
    return (subject) => parts.every((part) => part(subject));
  }
  if ("any" in condition) {
    const parts = condition.any.map((part) => build(part, fields, used));
    return (subject) => parts.some((part) => part(subject));
  }
  if ("not" in condition) {
    const part = build(condition.not, fields, used);
    return (subject) => !part(subject);
  }
  const { field: name, ...comparison } = condition;
  used.add(name);
  const [[key, operand] = ["", undefined]] = Object.entries(comparison);
  if (key === "changed") return (subject) => (subject.changed?.has(name) ?? false) === operand;
  const field = fieldNamed(fields, name);
  const operator = operators[key];
  if (field === undefined || operator === undefined) return () => false;
  const test = operator.test(operand, field);
  const read = reader(name);
  return (subject) => test(read(subject));
}

function reader(name: string): (subject: ConditionSubject) => unknown {
  const { owner, column, member } = placeOf(name);
  const path: JsonPath = member === null ? [column] : [column, member];
  return (subject) => valueAt(owner === "customer" ? subject.customer : subject.case, path);
}
