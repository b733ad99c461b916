import { type FieldDefinition, type FieldDefinitions, fieldNamed, placeOf } from "../fields/index.ts";
import type { Scalar, Table } from "../ports/index.ts";
import { fits } from "../rows/index.ts";
import { boundFilter } from "./boundFilter.ts";
import type { Comparison } from "./condition.ts";
import { isLoaded } from "./field.ts";
import { type AnyFilter, always, never, type Place, placeIn } from "./place.ts";

/** The filter, or why there is none. */
type Made = { readonly where: AnyFilter } | { readonly field: string; readonly reason: string };

/** Maximum values of a filter's `in`. */
const mostValues = 10_000;

/** A valid comparison of a condition, as a filter over the rows of one table. */
export function comparisonFilter(
  { field: name, ...comparison }: Comparison,
  fields: FieldDefinitions,
  over: "case" | "customer",
  table: Table,
): Made {
  const [[key, operand] = ["", undefined]] = Object.entries(comparison);
  // Rows that are only read have not just changed.
  if (key === "changed") return { where: operand === false ? always : never };
  const definition = fieldNamed(fields, name);
  if (isLoaded(name)) return { field: name, reason: "is loaded by a plugin, not stored" };
  const { owner } = placeOf(name);
  if (owner !== over) return { field: name, reason: `does not belong to the ${over}` };
  const place = placeIn(table, name);
  if (place === null || definition === undefined) return { field: name, reason: "is not stored" };
  const where = filterOf(key, operand, definition, place);
  return typeof where === "string" ? { field: name, reason: where } : { where };
}

/** The filter, or a text that says why there is none. */
function filterOf(
  key: string,
  operand: unknown,
  definition: FieldDefinition,
  place: Place,
): AnyFilter | string {
  switch (key) {
    case "is":
      return equalTo(operand, place);
    case "isNot":
      return { not: equalTo(operand, place) };
    case "in":
      return oneOf(Array.isArray(operand) ? operand : [], place);
    case "isSet":
      return operand === true ? present(place) : { not: present(place) };
    case "contains":
      return definition.kind === "list" ? place.leaf({ includes: operand }) : caseless;
    case "startsWith":
      return caseless;
    case "greater":
      return boundFilter("above", operand, definition, place);
    case "less":
      return boundFilter("below", operand, definition, place);
    case "between": {
      const [lowest, highest] = Array.isArray(operand) ? operand : [];
      return {
        and: [
          boundFilter("atLeast", lowest, definition, place),
          boundFilter("atMost", highest, definition, place),
        ],
      };
    }
    default:
      return `is compared with "${key}", which storage does not support`;
  }
}

const caseless = "is compared case-insensitively, which storage does not support";

function equalTo(operand: unknown, place: Place): AnyFilter {
  if (operand === null) return place.leaf({ is: null });
  // What the column can't hold, such as a fraction in a whole-number column, equals nothing in it.
  return canHold(place, operand) ? place.leaf({ is: operand }) : never;
}

function oneOf(operands: readonly unknown[], place: Place): AnyFilter | string {
  const values = [...new Set(operands)].filter((operand) => canHold(place, operand));
  return values.length > mostValues ? `has more than ${mostValues} values` : place.leaf({ in: values });
}

function canHold({ column, isInside }: Place, operand: unknown): operand is Exclude<Scalar, null> {
  if (operand === null) return false;
  return isInside || fits(column, operand);
}

/** Neither null nor an empty text or list. */
function present({ column, isInside, leaf }: Place): AnyFilter {
  const isText = isInside || column.type === "text";
  const isList = isInside || column.type === "json";
  return {
    and: [
      leaf({ isNot: null }),
      ...(isText ? [leaf({ isNot: "" })] : []),
      ...(isList ? [{ not: leaf({ isEmpty: true }) }] : []),
    ],
  };
}
