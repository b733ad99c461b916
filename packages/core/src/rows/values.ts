import { SupportError } from "../errors/index.ts";
import type { ColumnDefinition, ColumnType, Table } from "../ports/index.ts";
import { requireColumn } from "./fields.ts";

const expected: Readonly<Record<ColumnType, string>> = {
  text: "a string",
  integer: "a whole number within ±9,007,199,254,740,991",
  real: "a finite number",
  boolean: "true or false",
  instant: "whole milliseconds since 1970",
  json: "plain JSON",
  bytes: "a Uint8Array",
};

/** Whether a column can hold the value. A lone surrogate in text is accepted: storage turns it into U+FFFD. */
export function fits(column: ColumnDefinition, value: unknown): boolean {
  if (value === null) return column.nullable;
  switch (column.type) {
    case "text":
      return typeof value === "string";
    case "integer":
    case "instant":
      return Number.isSafeInteger(value);
    case "real":
      return Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "bytes":
      return value instanceof Uint8Array;
    case "json":
      return value !== undefined && typeof value !== "function" && typeof value !== "symbol";
  }
}

/** Throws INVALID_INPUT unless the table has the field and its column can hold the value. */
export function requireValue(table: Table, field: string, value: unknown): void {
  const column = requireColumn(table, field);
  if (!fits(column, value)) throw misfit(table, field, column, value);
}

/** The error for a value that a column can't hold. It only names types, as the value may be a customer's text. */
export function misfit(table: Table, field: string, column: ColumnDefinition, value: unknown): SupportError {
  const found = value === null ? "null" : typeof value === "number" ? String(value) : typeof value;
  return new SupportError(
    "INVALID_INPUT",
    `"${table.name}.${field}" takes ${expected[column.type]}${column.nullable ? " or null" : ""}, not ${found}.`,
    { details: { table: table.name, field } },
  );
}
