import { ConflictError } from "../errors/index.ts";
import type { Change, Table, UpsertChange } from "../ports/index.ts";
import { changedRow, keyOf, type StoredRow, storeRow, upsertFields } from "../rows/index.ts";
import type { MemoryTable } from "./memoryTable.ts";

/** What a commit did to the rows in memory. */
export interface Applied {
  /** Each change in order: the row before it (undefined: none) and the row after it (undefined: deleted). */
  readonly rows: readonly {
    readonly table: string;
    readonly before: StoredRow | undefined;
    readonly after: StoredRow | undefined;
  }[];
  /** Restores the rows as they were: for a store that could not persist the commit. */
  undo(): void;
}

/** Applies the changes in order; if one fails, undoes the previous ones and throws. */
export function applyAll(changes: readonly Change[], open: (table: Table) => MemoryTable): Applied {
  const rows: Applied["rows"][number][] = [];
  const steps: (() => void)[] = [];
  const undo = () => {
    for (const step of steps.reverse()) step();
  };
  try {
    for (const [changeIndex, change] of changes.entries()) {
      const table = open(change.table);
      const [before, after] = outcome(table, change, changeIndex);
      table.replace(before, after);
      steps.push(() => table.replace(after, before));
      rows.push({ table: change.table.name, before, after });
    }
    return { rows, undo };
  } catch (error) {
    undo();
    throw error;
  }
}

type Outcome = readonly [before: StoredRow | undefined, after: StoredRow | undefined];

function outcome(rows: MemoryTable, change: Change, changeIndex: number): Outcome {
  const { id } = keyOf(change);
  const before = isByKey(change)
    ? rows.holding(storeRow(change.table, change.row), change.by)
    : rows.get(keyOf(change));
  const after = changedRow(change, before, changeIndex);
  if (isByKey(change) && before === undefined && rows.get(change.row) !== undefined)
    throw new ConflictError({
      changeIndex,
      table: change.table.name,
      id,
      reason: "unique",
      constraint: "primary",
    });
  const constraint = after === undefined ? undefined : rows.collision(after, before);
  if (constraint === undefined) return [before, after];
  throw new ConflictError({ changeIndex, table: change.table.name, id, reason: "unique", constraint });
}

/** Whether an upsert finds its row by a unique key. */
function isByKey(change: Change): change is UpsertChange & { readonly by: string } {
  if (change.kind !== "upsert") return false;
  upsertFields(change);
  return change.by !== undefined;
}
