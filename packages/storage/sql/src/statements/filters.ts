import { type CheckedLeaf, checkLeaf, type Filter, type Keyed, SupportError } from "@heedkit/core";
import { sql } from "kysely";
import { encodeText, paddedLength, pushPadded, type Shape, type SqlContext } from "../shape.ts";
import type { Fragment, Slots } from "../statement.ts";
import { describeJsonLeaf, jsonLeafFragment } from "./jsonLeaves.ts";
import { afterPrefix } from "./prefixRange.ts";

const deepest = 100;
const always = sql`1 = 1`;
const never = sql`1 = 0`;

/** Adds a filter to the shape. Throws INVALID_INPUT for one that does not fit the table. */
export function describeFilter<Value, Row extends Keyed>(
  context: SqlContext<Value>,
  filter: Filter<Row> | undefined,
  shape: Shape<Value>,
  depth = 0,
): void {
  if (filter === undefined) return;
  if (depth > deepest)
    throw new SupportError("INVALID_INPUT", `A filter is nested deeper than ${deepest}. Flatten it.`);
  if ("and" in filter || "or" in filter) {
    shape.key += "and" in filter ? "&(" : "|(";
    for (const part of "and" in filter ? filter.and : filter.or)
      describeFilter(context, part, shape, depth + 1);
    shape.key += ")";
  } else if ("not" in filter) {
    shape.key += "!";
    describeFilter(context, filter.not, shape, depth + 1);
  } else {
    describeLeaf(context, checkLeaf(context.table, filter), shape);
  }
}

function describeLeaf<Value>(context: SqlContext<Value>, leaf: CheckedLeaf, shape: Shape<Value>): void {
  const { columns, dialect } = context;
  if (leaf.path !== null) {
    describeJsonLeaf(dialect, leaf, leaf.path, shape);
    return;
  }
  shape.key += `${leaf.field} ${leaf.comparison} `;
  if (leaf.comparison === "in") {
    const { encode } = columns.of(leaf.field);
    shape.key += `${paddedLength(leaf.values.length)}${keyLength(context, leaf)},`;
    pushPadded(
      shape,
      leaf.values.map((value) => encode(value)),
    );
  } else if (leaf.comparison === "isEmpty") {
    shape.key += ",";
  } else if (leaf.comparison === "includes") {
    shape.values.push(dialect.included?.(leaf.value) ?? encodeText(dialect, leaf.value));
  } else if (leaf.comparison === "startsWith") {
    const end = afterPrefix(leaf.value);
    shape.key += leaf.value === "" ? "any," : end === null ? "open," : ",";
    if (leaf.value !== "") shape.values.push(encodeText(dialect, leaf.value));
    if (end !== null) shape.values.push(encodeText(dialect, end));
  } else if (leaf.value === null) {
    shape.key += "null,";
  } else {
    if (leaf.comparison === "is") shape.key += `${keyLength(context, leaf)},`;
    shape.values.push(columns.of(leaf.field).encode(leaf.value));
  }
}

/** Which index of a unique key serves the leaf, where long texts have one of their own; empty where both or none do. */
function keyLength<Value>({ columns, dialect }: SqlContext<Value>, leaf: CheckedLeaf): "" | "short" | "long" {
  const { longKeys } = dialect;
  if (longKeys === undefined || !columns.of(leaf.field).isKeyText) return "";
  const isLong = (value: unknown) => typeof value === "string" && longKeys.isLong(value);
  if (leaf.comparison === "in") return leaf.values.some(isLong) ? "" : "short";
  return leaf.comparison !== "is" || leaf.value === null ? "" : isLong(leaf.value) ? "long" : "short";
}

/**
 * A filter as a condition. Negation is pushed down to the leaves, where nullable columns get their `or is null`: so
 * no `not` ever stands over the third value of SQL's logic.
 */
export function filterFragment<Value, Row extends Keyed>(
  context: SqlContext<Value>,
  filter: Filter<Row> | undefined,
  slots: Slots,
  isNegated = false,
): Fragment {
  if (filter === undefined) return isNegated ? never : always;
  if ("not" in filter) return filterFragment(context, filter.not, slots, !isNegated);
  if ("and" in filter || "or" in filter) {
    const isAnd = "and" in filter !== isNegated;
    const parts = "and" in filter ? filter.and : filter.or;
    const fragments = parts.map((part) => filterFragment(context, part, slots, isNegated));
    return isAnd ? joined(fragments, sql` and `, always) : joined(fragments, sql` or `, never);
  }
  return leafFragment(context, checkLeaf(context.table, filter), slots, isNegated);
}

// Halved again and again: a chain of a thousand `or` would be deeper than SQLite's parser goes.
function joined(parts: readonly Fragment[], separator: Fragment, empty: Fragment): Fragment {
  const [first = empty, second] = parts;
  if (second === undefined) return first;
  const half = parts.length >> 1;
  const left = joined(parts.slice(0, half), separator, empty);
  return sql`(${left}${separator}${joined(parts.slice(half), separator, empty)})`;
}

const operators = {
  below: { plain: sql`<`, negated: sql`>=` },
  atMost: { plain: sql`<=`, negated: sql`>` },
  above: { plain: sql`>`, negated: sql`<=` },
  atLeast: { plain: sql`>=`, negated: sql`<` },
} as const;

function leafFragment<Value>(
  context: SqlContext<Value>,
  leaf: CheckedLeaf,
  slots: Slots,
  isNegated: boolean,
): Fragment {
  const { columns, dialect } = context;
  if (leaf.path !== null) {
    const condition = jsonLeafFragment(context, leaf, leaf.path, slots);
    return isNegated ? sql`not ${condition}` : condition;
  }
  const length = isNegated ? "" : keyLength(context, leaf);
  const short = (column: Fragment, condition: Fragment) =>
    length === "short" && dialect.longKeys
      ? sql`(${condition} and ${dialect.longKeys.short(column)})`
      : condition;
  const { reference: column, definition, hash } = columns.of(leaf.field);
  const orNull = (condition: Fragment) =>
    definition.nullable ? sql`(${condition} or ${column} is null)` : condition;

  switch (leaf.comparison) {
    case "is":
    case "isNot": {
      const isEqual = (leaf.comparison === "is") !== isNegated;
      if (leaf.value === null) return isEqual ? sql`${column} is null` : sql`${column} is not null`;
      const value = slots.next();
      if (!isEqual) return orNull(sql`${column} <> ${value}`);
      if (length === "long" && dialect.longKeys)
        return sql`(${column} = ${value} and ${dialect.longKeys.long(column, value)})`;
      if (hash !== null && dialect.hashes)
        return sql`(${hash} = ${dialect.hashes.of(value)} and ${column} = ${value})`;
      return short(column, sql`${column} = ${value}`);
    }
    case "in": {
      const padded = paddedLength(leaf.values.length);
      if (padded === 0) return isNegated ? always : never;
      const values = Array.from({ length: padded }, () => slots.next());
      const list = sql.join(values);
      if (isNegated) return orNull(sql`${column} not in (${list})`);
      if (hash !== null && dialect.hashes)
        return sql`(${hash} in (${sql.join(values.map(dialect.hashes.of))}) and ${column} in (${list}))`;
      return short(column, sql`${column} in (${list})`);
    }
    case "startsWith": {
      if (leaf.value === "") return isNegated ? sql`${column} is null` : sql`${column} is not null`;
      const start = slots.next();
      const end = afterPrefix(leaf.value) === null ? null : slots.next();
      if (isNegated)
        return orNull(
          end === null ? sql`${column} < ${start}` : sql`(${column} < ${start} or ${column} >= ${end})`,
        );
      return end === null ? sql`${column} >= ${start}` : sql`(${column} >= ${start} and ${column} < ${end})`;
    }
    case "includes": {
      const condition = dialect.includes(column, slots.next());
      return isNegated ? sql`not ${condition}` : condition;
    }
    case "isEmpty": {
      const condition = dialect.isEmptyList(column);
      return isNegated ? sql`not ${condition}` : condition;
    }
    default: {
      const { plain, negated } = operators[leaf.comparison];
      return isNegated
        ? orNull(sql`${column} ${negated} ${slots.next()}`)
        : sql`${column} ${plain} ${slots.next()}`;
    }
  }
}
