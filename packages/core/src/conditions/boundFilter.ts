import type { FieldDefinition } from "../fields/index.ts";
import { type AnyFilter, never, type Place } from "./place.ts";

type BoundName = "above" | "atLeast" | "below" | "atMost";

/** Values on one side of a bound: by size or, for a choice, by the order of its options. */
export function boundFilter(
  name: BoundName,
  operand: unknown,
  { options }: FieldDefinition,
  place: Place,
): AnyFilter {
  if (options === null) return numberFilter(name, Number(operand), place);
  const at = options.indexOf(String(operand));
  const beyond = {
    above: options.slice(at + 1),
    atLeast: options.slice(at),
    below: options.slice(0, at),
    atMost: options.slice(0, at + 1),
  };
  return place.leaf({ in: beyond[name] });
}

/** Whole-number columns are compared with whole numbers: above 1.5 is at least 2. */
function numberFilter(name: BoundName, bound: number, { column, isInside, leaf }: Place): AnyFilter {
  if (isInside || column.type === "real") return leaf({ [name]: bound });
  const whole = name === "above" || name === "atMost" ? Math.floor(bound) : Math.ceil(bound);
  if (Number.isSafeInteger(whole)) return leaf({ [name]: whole });
  // Beyond the column's range: all its numbers are on one side.
  const isAbove = name === "above" || name === "atLeast";
  return isAbove === whole < 0 ? leaf({ isNot: null }) : never;
}
