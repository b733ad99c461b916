import type { CheckedLeaf, JsonPath } from "@heedkit/core";
import { sql } from "kysely";
import type { JsonFound, SqlDialect } from "../dialect.ts";
import { encodeText, paddedLength, pushPadded, type Shape, type SqlContext } from "../shape.ts";
import type { Fragment, Slots } from "../statement.ts";
import { afterPrefix } from "./prefixRange.ts";

const types = ["string", "number", "boolean"] as const;

type Present = string | number | boolean;

/** Adds a leaf about a value inside a JSON column to the shape. */
export function describeJsonLeaf<Value>(
  dialect: SqlDialect<Value>,
  leaf: CheckedLeaf,
  path: JsonPath,
  shape: Shape<Value>,
): void {
  if (isOfNone(leaf)) {
    shape.key += "none,";
    return;
  }
  const steps = path.map((name) => dialect.jsonPaths.step(name));
  // Nothing else follows a column's name with a path, and no column name contains a slash.
  shape.key += `${leaf.field}/${steps.map((step) => `${step.shape}/`).join("")} ${leaf.comparison} `;
  shape.values.push(...steps.map(({ value }) => value));
  switch (leaf.comparison) {
    case "isEmpty":
      shape.key += ",";
      return;
    case "includes":
      shape.key += ",";
      shape.values.push(encodeText(dialect, leaf.value));
      return;
    case "in":
      for (const { type, values } of byType(leaf.values)) {
        shape.key += `${type} ${paddedLength(values.length)} `;
        pushPadded(
          shape,
          values.map((value) => encode(dialect, value)),
        );
      }
      shape.key += ",";
      return;
    case "startsWith": {
      const end = afterPrefix(leaf.value);
      shape.key += end === null ? "open," : ",";
      shape.values.push(encodeText(dialect, leaf.value));
      if (end !== null) shape.values.push(encodeText(dialect, end));
      return;
    }
    default:
      shape.key += leaf.value === null ? "null," : `${typeof leaf.value},`;
      if (leaf.value !== null) shape.values.push(encode(dialect, leaf.value));
  }
}

/** The leaf as a condition that is never null. */
export function jsonLeafFragment<Value>(
  { columns, dialect }: SqlContext<Value>,
  leaf: CheckedLeaf,
  path: JsonPath,
  slots: Slots,
): Fragment {
  if (isOfNone(leaf)) return sql`(1 = 0)`;
  const steps = path.map((name) => ({ name: slots.next(), shape: dialect.jsonPaths.step(name).shape }));
  const { reference } = columns.of(leaf.field);
  const holds = (test: (found: JsonFound) => Fragment) => dialect.jsonPaths.holds(reference, steps, test);
  const compared = (value: Present, operator: Fragment, slot: Fragment) =>
    holds((found) => typed(found, typeof value, (one) => sql`${one} ${operator} ${slot}`));

  switch (leaf.comparison) {
    case "is":
    case "isNot": {
      const isWanted = leaf.comparison === "is";
      const { value } = leaf;
      if (value === null) return isWanted ? negated(holds(isSet)) : holds(isSet);
      const isEqual = compared(value, sql`=`, slots.next());
      return isWanted ? isEqual : negated(isEqual);
    }
    case "in": {
      const lists = byType(leaf.values).map(({ type, values }) => {
        const some = Array.from({ length: paddedLength(values.length) }, () => slots.next());
        return holds((found) => typed(found, type, (one) => sql`${one} in (${sql.join(some)})`));
      });
      return sql`(${sql.join(lists, sql` or `)})`;
    }
    case "startsWith": {
      const start = slots.next();
      const end = afterPrefix(leaf.value) === null ? null : slots.next();
      const isLater = (text: Fragment) => sql`${text} >= ${start}`;
      return holds((found) =>
        found.text((text) => (end === null ? isLater(text) : sql`(${isLater(text)} and ${text} < ${end})`)),
      );
    }
    case "includes": {
      const value = slots.next();
      return holds((found) => found.includes(value));
    }
    case "isEmpty":
      return holds((found) => found.isEmptyList);
    default:
      return compared(leaf.value, operators[leaf.comparison], slots.next());
  }
}

/** A statement has no place for the names of a path where nothing is looked for. */
function isOfNone(leaf: CheckedLeaf): boolean {
  return leaf.comparison === "in" && leaf.values.length === 0;
}

const operators = { below: sql`<`, atMost: sql`<=`, above: sql`>`, atLeast: sql`>=` } as const;

const isSet = (found: JsonFound): Fragment => found.isSet;

function negated(condition: Fragment): Fragment {
  return sql`(not ${condition})`;
}

function typed(found: JsonFound, type: string, test: (value: Fragment) => Fragment): Fragment {
  if (type === "string") return found.text(test);
  return type === "number" ? found.number(test) : found.boolean(test);
}

/** Values of each type there is, in a given order of types. */
function byType(values: readonly Present[]): readonly { type: string; values: readonly Present[] }[] {
  return types
    .map((type) => ({ type, values: values.filter((value) => typeof value === type) }))
    .filter((group) => group.values.length > 0);
}

function encode<Value>(dialect: SqlDialect<Value>, value: Present): Value | null {
  return typeof value === "string"
    ? encodeText(dialect, value)
    : (dialect.encoders.real(Number(value)) ?? null);
}
