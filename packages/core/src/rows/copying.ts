import { SupportError } from "../errors/index.ts";
import type { Keyed, Table } from "../ports/index.ts";
import { requireColumn } from "./fields.ts";
import { jsonText } from "./jsonText.ts";
import { fits, misfit } from "./values.ts";

/** A row as stored by an adapter without a database. Never changed in place: an update replaces it. */
export type StoredRow = Keyed & Readonly<Record<string, unknown>>;

/**
 * A validated copy of a row to insert: what storage guarantees about values, implemented once. Throws INVALID_INPUT for
 * an unknown or missing field, or a value that its column can't hold.
 */
export function storeRow(table: Table, row: StoredRow): StoredRow {
  for (const field of Object.keys(row)) requireColumn(table, field);
  const copied = Object.keys(table.columns).map((field) => [field, storeValue(table, field, row[field])]);
  return { ...Object.fromEntries(copied), tenantId: row.tenantId.toWellFormed(), id: row.id.toWellFormed() };
}

/** Validated copies of the values to set. Throws INVALID_INPUT like {@link storeRow}. */
export function storeValues(table: Table, values: Readonly<Record<string, unknown>>) {
  if (Object.hasOwn(values, "tenantId") || Object.hasOwn(values, "id"))
    throw new SupportError("INVALID_INPUT", `The key of a row in "${table.name}" cannot be set.`);
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, storeValue(table, field, value)]),
  );
}

function storeValue(table: Table, field: string, value: unknown): unknown {
  const column = requireColumn(table, field);
  if (!fits(column, value)) throw misfit(table, field, column, value);
  if (typeof value === "string" && column.type === "text") return value.toWellFormed();
  if (value instanceof Uint8Array && column.type === "bytes") return new Uint8Array(value);
  if (column.type === "json" && value !== null) return JSON.parse(jsonText(value) ?? "null");
  return value === 0 ? 0 : value; // -0 becomes 0, as in SQL
}

/** A copy of a stored row for a caller, who may change it: exactly the columns of the table, null if absent. */
export function loadRow<Row extends Keyed>(table: Table<Row>, stored: StoredRow): Row {
  const row: Record<string, unknown> = {};
  for (const [field, { type }] of Object.entries(table.columns)) {
    const value = stored[field] ?? null;
    row[field] = type === "json" ? cloneJson(value) : value instanceof Uint8Array ? value.slice() : value;
  }
  return row as Row & Record<string, unknown>;
}

function cloneJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJson);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cloneJson(part)]));
}
