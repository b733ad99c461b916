import { placeOf } from "../fields/index.ts";
import type { ColumnDefinition, Filter, Table } from "../ports/index.ts";

/** A filter whose fields were looked up in their table by name. */
export type AnyFilter = Filter<Readonly<Record<string, never>>>;

export const always: AnyFilter = { and: [] };
export const never: AnyFilter = { or: [] };

/** Where the rows of a table store a field's value. */
export interface Place {
  readonly column: ColumnDefinition;
  /** Whether it is inside a JSON column, where a value may be of any type. */
  readonly isInside: boolean;
  leaf(comparison: Readonly<Record<string, unknown>>): AnyFilter;
}

/** Where a field is stored; null if the table does not have it. */
export function placeIn(table: Table, name: string): Place | null {
  const { column: field, member } = placeOf(name);
  const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined;
  if (column === undefined || (member !== null && column.type !== "json")) return null;
  const path = member === null ? {} : { path: [member] };
  return {
    column,
    isInside: member !== null,
    leaf(comparison) {
      const leaf: object = { field, ...path, ...comparison };
      // The storage validates it, as it does all outside input.
      return leaf as AnyFilter;
    },
  };
}
