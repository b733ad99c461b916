import type { Change, ConflictError, Keyed, Scalar, Table } from "@heedkit/core";
import {
  type Bound,
  conflictAt,
  keyOf,
  type MysqlValue,
  prefixed,
  type Rows,
  type SqlTable,
  type SqlTables,
  snakeCased,
} from "@heedkit/storage-sql";
import { violatedIndex } from "../failures.ts";

/** How statements are run inside a transaction. */
export interface Runner {
  /** Resolves with how many rows it found. */
  change(bound: Bound<MysqlValue | null>): Promise<number>;
  rows(bound: Bound<MysqlValue | null>): Promise<Rows>;
}

/** Applies changes one by one inside a transaction. Throws ConflictError at the first that cannot be applied. */
export async function applyChanges(
  runner: Runner,
  tables: SqlTables<MysqlValue>,
  changes: readonly Change[],
): Promise<void> {
  const bound = changes.map((change) => tables.of(change.table).change(change));
  for (const [at, change] of changes.entries()) {
    const statement = bound[at];
    if (statement === undefined) continue;
    const table = tables.of(change.table);
    const affected = await runner.change(statement).catch((error: unknown) => {
      const index = violatedIndex(error);
      if (index === undefined) throw error;
      throw conflictAt(
        change,
        at,
        { reason: "unique", constraint: uniqueKey(change.table, table, index) },
        error,
      );
    });
    const refused = affected === 0 ? await refusal(runner, table, change, at) : null;
    if (refused !== null) throw refused;
  }
}

function uniqueKey(table: Table, { name }: SqlTable<MysqlValue>, index: string): string | undefined {
  if (index.toLowerCase() === "primary") return "primary";
  return table.unique.find((key) => prefixed(`${name}_`, snakeCased(key.name)) === index)?.name;
}

/**
 * Why an update or delete found no row. Null where it has: a host's connection may count only the rows in which
 * something was different before.
 */
async function refusal(
  runner: Runner,
  table: SqlTable<MysqlValue>,
  change: Change,
  changeIndex: number,
): Promise<ConflictError | null> {
  const found = await Promise.all(table.get([keyOf(change)]).map((bound) => runner.rows(bound)));
  const [row] = found.flat();
  if (row === undefined) return conflictAt(change, changeIndex, { reason: "missing" });
  const expected = change.kind === "insert" ? {} : (change.expect ?? {});
  if (change.kind === "update" && isMet(table.decode<Keyed>(row), expected)) return null;
  return conflictAt(change, changeIndex, { reason: "expectation" });
}

function isMet(row: Keyed, expected: Readonly<Record<string, Scalar>>): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(expected).every(([field, value]) => fields[field] === value);
}
