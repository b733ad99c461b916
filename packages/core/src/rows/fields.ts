import { SupportError } from "../errors/index.ts";
import type { ColumnDefinition, Cursor, Order, Table } from "../ports/index.ts";

/** Throws INVALID_INPUT if the table does not have the field. */
export function requireField(table: Table, field: string): void {
  requireColumn(table, field);
}

/** The column of a field. Throws INVALID_INPUT if the table does not have the field. */
export function requireColumn(table: Table, field: string): ColumnDefinition {
  const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined;
  if (column !== undefined) return column;
  throw new SupportError(
    "INVALID_INPUT",
    `Table "${table.name}" has no field "${field}". It has: ${Object.keys(table.columns).join(", ")}.`,
    { details: { table: table.name, field } },
  );
}

/** The column of a field that rows can be ordered or grouped by. Throws INVALID_INPUT for `json` and `bytes`. */
export function requireScalar(table: Table, field: string): ColumnDefinition {
  const column = requireColumn(table, field);
  if (column.type !== "json" && column.type !== "bytes") return column;
  throw new SupportError(
    "INVALID_INPUT",
    `"${table.name}.${field}" holds ${column.type}, which has no order: it can't be used to order, group or compare.`,
    { details: { table: table.name, field } },
  );
}

/** Throws INVALID_INPUT unless the limit is a whole number from 1 to 1,000. */
export function requireLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return;
  throw new SupportError("INVALID_INPUT", `The limit must be a whole number from 1 to 1,000, not ${limit}.`);
}

/** Throws INVALID_INPUT unless the cursor has a value of the right type for each field of the total order. */
export function requireCursor<Row>(table: Table, order: readonly Order<Row>[], cursor: Cursor): void {
  const fields = order.map(({ field }) => field);
  const isRight =
    cursor.length === fields.length && fields.every((field, at) => isOfColumn(table, field, cursor[at]));
  if (isRight) return;
  throw new SupportError(
    "INVALID_INPUT",
    `A cursor in "${table.name}" must hold the values of ${fields.join(", ")}, in this order.`,
    { details: { table: table.name } },
  );
}

function isOfColumn(table: Table, field: string, value: unknown): boolean {
  if (value === null) return true;
  const { type } = requireScalar(table, field);
  if (type === "text") return typeof value === "string";
  return type === "boolean" ? typeof value === "boolean" : typeof value === "number";
}
