import { SupportError } from "../errors/index.ts";
import type { AggregateQuery, AggregateRow, Keyed, Measure, Scalar, Table } from "../ports/index.ts";
import type { StoredRow } from "./copying.ts";
import { requireColumn, requireScalar } from "./fields.ts";

/**
 * Groups filtered rows, and computes the measures of each group. Without `groupBy` there is one group, even if there
 * are no rows. Throws INVALID_INPUT for fields that can't be grouped by or measured.
 */
export function aggregateRows<Row extends Keyed>(
  table: Table<Row>,
  rows: readonly StoredRow[],
  { groupBy = [], measures }: AggregateQuery<Row>,
): readonly AggregateRow[] {
  for (const field of groupBy) requireScalar(table, field);
  const groups = new Map<string, StoredRow[]>();
  if (groupBy.length === 0) groups.set("[]", []);
  for (const row of rows) {
    const key = JSON.stringify(groupBy.map((field) => row[field]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const measured = Object.entries(measures).map(([name, one]) => [name, measurer(table, one)] as const);
  return [...groups.values()].map((group) => ({
    group: Object.fromEntries(groupBy.map((field) => [field, group[0]?.[field] as Scalar])),
    values: Object.fromEntries(measured.map(([name, measure]) => [name, measure(group)])),
  }));
}

function measurer<Row extends Keyed>(
  table: Table<Row>,
  measure: Measure<Row>,
): (rows: readonly StoredRow[]) => number | null {
  if (measure.measure === "count") return (rows) => rows.length;
  requireNumber(table, measure.field);
  const valuesOf = (rows: readonly StoredRow[]) =>
    rows.map((row) => row[measure.field]).filter((value) => typeof value === "number");
  const reduce = {
    sum: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
    average: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
    min: (values: readonly number[]) => values.reduce((least, value) => Math.min(least, value)),
    max: (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value)),
  }[measure.measure];
  return (rows) => {
    const values = valuesOf(rows);
    return values.length === 0 ? null : reduce(values);
  };
}

/** Throws INVALID_INPUT unless the field holds numbers or instants. */
function requireNumber(table: Table, field: string): void {
  const { type } = requireColumn(table, field);
  if (type === "integer" || type === "real" || type === "instant") return;
  throw new SupportError(
    "INVALID_INPUT",
    `"${table.name}.${field}" holds ${type}: only numbers and instants can be measured.`,
  );
}
