import { type Conflict, ConflictError, SupportError } from "../errors/index.ts";
import type { Change, Keyed, UpdateChange, UpsertChange } from "../ports/index.ts";
import { type StoredRow, storeRow, storeValues } from "./copying.ts";
import { requireColumn } from "./fields.ts";
import { requireValue } from "./values.ts";

/** The tenant and id that a change names: of the row that it inserts, changes or deletes. */
export function keyOf(change: Change): Keyed {
  return change.kind === "insert" || change.kind === "upsert" ? change.row : change.key;
}

/** The fields by which an upsert finds its row. Throws INVALID_INPUT for an unknown key. */
export function upsertFields({ table, by }: UpsertChange): readonly string[] {
  if (by === undefined) return ["tenantId", "id"];
  const key = table.unique.find(({ name }) => name === by);
  if (key !== undefined) return key.fields;
  const known = table.unique.map(({ name }) => name).join(", ");
  throw new SupportError(
    "INVALID_INPUT",
    `Table "${table.name}" has no unique key "${by}" to find a row by. It has: ${known === "" ? "none" : known}.`,
    { details: { table: table.name } },
  );
}

/**
 * Applies a change to a row: the row after it, or undefined if it deletes. Unique keys other than the one that finds the
 * row are left to the adapter, as only it knows the other rows.
 *
 * @param before The current row, undefined if there is none.
 * @param changeIndex The change's position in its commit, for the conflict.
 * @throws ConflictError if the row exists but must not, is missing, or is not as expected; INVALID_INPUT for a change
 * that does not fit the table.
 */
export function changedRow(
  change: Change,
  before: StoredRow | undefined,
  changeIndex: number,
): StoredRow | undefined {
  const { name } = change.table;
  const conflict = (reason: Conflict["reason"], key: Pick<Conflict, "constraint"> = {}) =>
    new ConflictError({ changeIndex, table: name, id: keyOf(change).id, reason, ...key });
  if (change.kind === "insert") {
    const row = storeRow(change.table, change.row);
    if (before === undefined) return row;
    throw conflict("unique", { constraint: "primary" });
  }

  const expected = Object.entries(change.expect ?? {});
  for (const [field, value] of expected) {
    if (value !== null) requireValue(change.table, field, value);
    else requireColumn(change.table, field);
  }
  const inserted = change.kind === "upsert" ? storeRow(change.table, change.row) : undefined;
  const after = change.kind === "delete" ? () => undefined : changed(change);
  if (before === undefined) {
    if (inserted !== undefined) return inserted;
    throw conflict("missing");
  }
  if (expected.some(([field, value]) => before[field] !== value)) throw conflict("expectation");
  return after(before);
}

function changed({
  table,
  set = {},
  increment = {},
}: UpdateChange | UpsertChange): (before: Keyed) => StoredRow {
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

function requireAmount(table: UpdateChange["table"], field: string, amount: number): void {
  const { type } = requireColumn(table, field);
  const isNumber = type === "real" ? Number.isFinite(amount) : Number.isSafeInteger(amount);
  if (isNumber && (type === "real" || type === "integer" || type === "instant")) return;
  throw new SupportError("INVALID_INPUT", `"${table.name}.${field}" cannot be incremented by ${amount}.`, {
    details: { table: table.name, field },
  });
}
