import { SupportError } from "../errors/index.ts";
import { type FieldDefinitions, fieldNamed } from "../fields/index.ts";
import { conditionProblems } from "./check.ts";
import type { Condition, ConditionSubject } from "./condition.ts";
import { operators } from "./operators.ts";

/** A condition ready to be asked. */
export interface CompiledCondition {
  /** Whether it holds. Pure. */
  holds(subject: ConditionSubject): boolean;
  /** The fields that the answer depends on. */
  readonly fields: ReadonlySet<string>;
}

/** @throws SupportError INVALID_INPUT listing everything wrong with the condition. */
export function compileCondition(condition: Condition, fields: FieldDefinitions): CompiledCondition {
  const problems = conditionProblems(condition, fields);
  if (problems.length > 0) {
    const list = problems.map(({ path, message }) => `${path.join(".") || "condition"}: ${message}`);
    throw new SupportError("INVALID_INPUT", `The condition is wrong. ${list.join("; ")}.`, {
      details: { problems },
    });
  }
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
  const [owner = "", ...rest] = name.split(".");
  const [first = "", second] = rest;
  const rowOf = (subject: ConditionSubject) => (owner === "customer" ? subject.customer : subject.case);
  if (second === undefined) return (subject) => fieldOf(rowOf(subject), first);
  return (subject) => fieldOf(fieldOf(rowOf(subject), first), second);
}

function fieldOf(row: unknown, field: string): unknown {
  return typeof row === "object" && row !== null && Object.hasOwn(row, field)
    ? Reflect.get(row, field)
    : undefined;
}
