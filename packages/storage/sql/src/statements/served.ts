import type { Filter, Keyed, Table } from "@heedkit/core";

type Indexed = Pick<Table, "unique" | "indexes">;

/**
 * Whether an index beside the primary key leads to the rows of a filter: they all have one of the values that it names
 * for the first field of that index, the tenant aside.
 */
export function isServedByIndex<Row extends Keyed>(
  table: Pick<Table, "unique" | "indexes">,
  where: Filter<Row> | undefined,
): boolean {
  if (where === undefined) return false;
  if ("and" in where) return where.and.some((part) => isServedByIndex(table, part));
  if ("path" in where) return false;
  return ("is" in where || "in" in where) && leadsAnIndex(table, where.field);
}

function leadsAnIndex({ unique, indexes }: Indexed, field: string): boolean {
  return [...unique, ...indexes].some(({ fields }) => fields.find((one) => one !== "tenantId") === field);
}
