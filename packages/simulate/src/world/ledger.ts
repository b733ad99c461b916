import type { Change, Claimable, Keyed, Storage, Table } from "@heedkit/core";

/** A change that storage applied, whether or not anyone learned of it. */
export type Entry =
  | {
      readonly kind: "commit";
      readonly by: string;
      readonly elapsed: number;
      readonly changes: readonly Change[];
    }
  | {
      readonly kind: "claim";
      readonly by: string;
      readonly elapsed: number;
      readonly table: string;
      readonly rows: readonly Claimable[];
    };

/** All changes that storage applied, in order: the truth by which a run is judged. */
export interface Ledger {
  readonly entries: readonly Entry[];
  /** The storage as one process sees it, recording what it does. */
  storageFor(by: string): Storage;
}

export function createLedger(storage: Storage, elapsed: () => number): Ledger {
  const entries: Entry[] = [];
  return {
    entries,
    storageFor: (by) => ({
      ...storage,
      async commit(changes) {
        await storage.commit(changes);
        entries.push({ kind: "commit", by, elapsed: elapsed(), changes });
      },
      async claim(table, query) {
        const rows = await storage.claim(table, query);
        if (rows.length > 0) entries.push({ kind: "claim", by, elapsed: elapsed(), table: table.name, rows });
        return rows;
      },
    }),
  };
}

/** All rows of a table. */
export async function allRows<Row extends Keyed>(
  storage: Storage,
  table: Table<Row>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await storage.find(table, {
      limit: 1_000,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    rows.push(...page);
    if (page.length < 1_000) return rows;
  }
}
