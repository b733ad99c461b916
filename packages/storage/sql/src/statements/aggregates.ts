import {
  type AggregateQuery,
  type AggregateRow,
  type Keyed,
  type Measure,
  requireScalar,
  type Scalar,
  SupportError,
} from "@heedkit/core";
import { sql } from "kysely";
import type { Described, Shape, SqlContext } from "../shape.ts";
import { type Fragment, Slots } from "../statement.ts";
import { describeFilter, filterFragment } from "./filters.ts";

/** Groups and measures rows. */
export function aggregating<Value, Row extends Keyed>(
  context: SqlContext<Value>,
  { where, groupBy = [], measures }: AggregateQuery<Row>,
): Described<Value> {
  const { table, columns, source } = context;
  for (const field of groupBy) requireScalar(table, field);
  const wanted = Object.values(measures);
  const shape: Shape<Value> = { key: `aggregate ${groupBy.join()} `, values: [] };
  for (const measure of wanted)
    shape.key += measure.measure === "count" ? "count," : `${measure.measure} ${measure.field},`;
  for (const measure of wanted) requireNumber(context, measure);
  describeFilter(context, where, shape);
  return {
    ...shape,
    write() {
      const groups = groupBy.map((field) => columns.of(field).reference);
      // Named, for drivers that return rows as objects.
      const measured = wanted.map(
        (measure, at) => sql`${measureFragment(context, measure)} as ${sql.id(`measure_${at}`)}`,
      );
      const selected = [...groupBy.map((field) => columns.of(field).selected), ...measured];
      const condition = filterFragment(context, where, new Slots());
      const grouping = groups.length === 0 ? sql`` : sql` group by ${sql.join(groups)}`;
      const selection = selected.length === 0 ? sql`1` : sql.join(selected);
      return sql`select ${selection} from ${source} where ${condition}${grouping}`;
    },
  };
}

function measureFragment<Value, Row extends Keyed>(
  { columns, dialect }: SqlContext<Value>,
  measure: Measure<Row>,
): Fragment {
  if (measure.measure === "count") return sql`count(*)`;
  const { reference } = columns.of(measure.field);
  if (measure.measure === "min") return sql`min(${reference})`;
  if (measure.measure === "max") return sql`max(${reference})`;
  const number = sql`cast(${reference} as ${sql.raw(dialect.realType)})`;
  return measure.measure === "sum" ? sql`sum(${number})` : sql`avg(${number})`;
}

function requireNumber<Value, Row extends Keyed>(
  { table, columns }: SqlContext<Value>,
  measure: Measure<Row>,
): void {
  if (measure.measure === "count") return;
  const { type } = columns.of(measure.field).definition;
  if (type === "integer" || type === "real" || type === "instant") return;
  throw new SupportError(
    "INVALID_INPUT",
    `"${table.name}.${measure.field}" holds ${type}: only numbers and instants can be measured.`,
  );
}

/** A result row of {@link aggregating}. */
export function decodeAggregate<Value, Row extends Keyed>(
  { columns, dialect }: SqlContext<Value>,
  { groupBy = [], measures }: AggregateQuery<Row>,
  values: readonly unknown[],
): AggregateRow {
  const group = groupBy.map((field, at) => {
    const value = values[at] ?? null;
    const decoder = dialect.decoders[columns.of(field).definition.type];
    return [field, (value === null || decoder === undefined ? value : decoder(value)) as Scalar] as const;
  });
  const measured = Object.keys(measures).map((name, at) => {
    const value = values[groupBy.length + at] ?? null;
    return [name, value === null ? null : Number(value)] as const;
  });
  return { group: Object.fromEntries(group), values: Object.fromEntries(measured) };
}
