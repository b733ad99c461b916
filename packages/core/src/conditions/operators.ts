import { type FieldDefinition, type FieldKind, valueProblem } from "../fields/index.ts";

type Test = (value: unknown) => boolean;

interface Operator {
  /** Kinds of fields that it applies to. */
  readonly kinds: readonly FieldKind[];
  /** What is wrong with the operand; null if it is valid. */
  problem(operand: unknown, field: FieldDefinition): string | null;
  /** Creates the test of a field's value. */
  test(operand: unknown, field: FieldDefinition): Test;
}

const scalars = ["text", "choice", "number", "boolean"] as const;
const everything = [...scalars, "list"] as const;

/** The comparisons, by name. `changed` is not about the value and is handled by the evaluation itself. */
export const operators: Readonly<Record<string, Operator>> = {
  is: {
    kinds: scalars,
    problem: (operand, field) => (operand === null ? null : valueProblem(operand, field)),
    test: (operand) => {
      const wanted = asStored(operand);
      return (value) => (value ?? null) === wanted;
    },
  },
  isNot: {
    kinds: scalars,
    problem: (operand, field) => (operand === null ? null : valueProblem(operand, field)),
    test: (operand) => {
      const unwanted = asStored(operand);
      return (value) => (value ?? null) !== unwanted;
    },
  },
  in: {
    kinds: scalars,
    problem: (operand, field) => listProblem(operand, field),
    test: (operand) => {
      const wanted = new Set(Array.isArray(operand) ? operand.map(asStored) : []);
      return (value) => wanted.has(value);
    },
  },
  contains: {
    kinds: ["text", "list"],
    problem: (operand, field) => valueProblem(operand, field),
    test: (operand, { kind }) => {
      const item = asStored(operand);
      const part = String(item).toLowerCase();
      const isIn: Test = (value) => typeof value === "string" && value.toLowerCase().includes(part);
      const isItem: Test = (value) => Array.isArray(value) && value.includes(item);
      if (kind === "any") return (value) => isIn(value) || isItem(value);
      return kind === "list" ? isItem : isIn;
    },
  },
  startsWith: {
    kinds: ["text"],
    problem: (operand, field) => valueProblem(operand, field),
    test: (operand) => {
      const start = String(asStored(operand)).toLowerCase();
      return (value) => typeof value === "string" && value.toLowerCase().startsWith(start);
    },
  },
  greater: {
    kinds: ["number", "choice"],
    problem: orderedProblem,
    test: (operand, field) => ordering(operand, field, (order) => order > 0),
  },
  less: {
    kinds: ["number", "choice"],
    problem: orderedProblem,
    test: (operand, field) => ordering(operand, field, (order) => order < 0),
  },
  between: {
    kinds: ["number", "choice"],
    problem: (operand, field) =>
      Array.isArray(operand) && operand.length === 2
        ? (orderedProblem(operand[0], field) ?? orderedProblem(operand[1], field))
        : "takes two values, the lowest and the highest",
    test: (operand, field) => {
      const [lowest, highest] = Array.isArray(operand) ? operand : [];
      const above = ordering(lowest, field, (order) => order >= 0);
      const below = ordering(highest, field, (order) => order <= 0);
      return (value) => above(value) && below(value);
    },
  },
  isSet: {
    kinds: everything,
    problem: trueOrFalse,
    test: (operand) => (value) => isSet(value) === operand,
  },
  changed: { kinds: everything, problem: trueOrFalse, test: () => () => false },
};

/** Text without lone surrogates, which no storage keeps. */
function asStored(operand: unknown): unknown {
  return typeof operand === "string" ? operand.toWellFormed() : operand;
}

function isSet(value: unknown): boolean {
  return (
    value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}

function trueOrFalse(operand: unknown): string | null {
  return typeof operand === "boolean" ? null : "takes true or false";
}

function listProblem(operand: unknown, field: FieldDefinition): string | null {
  if (!Array.isArray(operand) || operand.length === 0) return "takes a list of at least one value";
  return operand.map((item) => valueProblem(item, field)).find((problem) => problem !== null) ?? null;
}

function orderedProblem(operand: unknown, field: FieldDefinition): string | null {
  if (field.kind === "choice" && !field.ordered) return "does not apply: the values have no order";
  if (field.kind === "any") return Number.isFinite(operand) ? null : "takes a number";
  return valueProblem(operand, field);
}

function ordering(operand: unknown, { options }: FieldDefinition, holds: (order: number) => boolean): Test {
  if (options === null) return (value) => typeof value === "number" && holds(value - Number(operand));
  const bound = options.indexOf(String(operand));
  return (value) => {
    const place = typeof value === "string" ? options.indexOf(value) : -1;
    // Values that are not among the options have no place in their order.
    return place >= 0 && holds(place - bound);
  };
}
