import { ConflictError, SupportError } from "../errors/index.ts";
import type { Change, Keyed, Table, UpdateChange } from "../ports/index.ts";
import { requireColumn, requireValue } from "../rows/index.ts";
import { type StoredRow, storeRow, storeValues } from "./copying.ts";
import type { MemoryTable } from "./memoryTable.ts";

/** Applies the changes in order; where one fails, undoes those before it and throws. */
export function applyAll(changes: readonly Change[], open: (table: Table) => MemoryTable): void {
  const undo: (() => void)[] = [];
  try {
    for (const [changeIndex, change] of changes.entries()) {
      const rows = open(change.table);
      const [before, after] = outcome(rows, change, changeIndex);
      rows.replace(before, after);
      undo.push(() => rows.replace(after, before));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

type Outcome = readonly [before: StoredRow | undefined, after: StoredRow | undefined];

function outcome(rows: MemoryTable, change: Change, changeIndex: number): Outcome {
  const { name } = change.table;
  if (change.kind === "insert") {
    const row = storeRow(change.table, change.row);
    const constraint = rows.collision(row);
    if (constraint === undefined) return [undefined, row];
    throw new ConflictError({ changeIndex, table: name, id: row.id, reason: "unique", constraint });
  }

  const { id } = change.key;
  const before = rows.get(change.key);
  const expected = Object.entries(change.expect ?? {});
  for (const [field, value] of expected) {
    if (value !== null) requireValue(change.table, field, value);
    else requireColumn(change.table, field);
  }
  const after = change.kind === "update" ? changed(change) : () => undefined;
  if (before === undefined) throw new ConflictError({ changeIndex, table: name, id, reason: "missing" });
  if (expected.some(([field, value]) => before[field] !== value))
    throw new ConflictError({ changeIndex, table: name, id, reason: "expectation" });
  const row = after(before);
  const constraint = row === undefined ? undefined : rows.collision(row, before);
  if (constraint === undefined) return [before, row];
  throw new ConflictError({ changeIndex, table: name, id, reason: "unique", constraint });
}

function changed({ table, set = {}, increment = {} }: UpdateChange): (before: Keyed) => StoredRow {
  const values = storeValues(table, set);
  for (const [field, amount] of Object.entries(increment)) {
    requireAmount(table, field, amount);
    if (Object.hasOwn(set, field))
      throw new SupportError("INVALID_INPUT", `"${table.name}.${field}" is both set and incremented.`);
  }
  return (before) => {
    const row: Record<string, unknown> & Keyed = { ...before, ...values };
    for (const [field, amount] of Object.entries(increment)) row[field] = Number(row[field] ?? 0) + amount;
    return row;
  };
}

function requireAmount(table: Table, field: string, amount: number): void {
  const { type } = requireColumn(table, field);
  const isNumber = type === "real" ? Number.isFinite(amount) : Number.isSafeInteger(amount);
  if (isNumber && (type === "real" || type === "integer" || type === "instant")) return;
  throw new SupportError("INVALID_INPUT", `"${table.name}.${field}" cannot be incremented by ${amount}.`, {
    details: { table: table.name, field },
  });
}
