import { type JobHandlers, jobs, type Transaction } from "../../kernel/index.ts";
import { type CountRow, caseCounts, groupOf, groupText } from "./schema.ts";

declare module "../../kernel/transaction.ts" {
  interface SupportJobs {
    /** Folds rows of counts. `after`: the last row that was processed; null for the first batch. */
    "cases.foldCounts": { readonly after: string | null };
  }
}

/** Rows of one commit. */
const batch = 1_000;

/** Adds up the rows of each group. Rows added concurrently stay; if two workers fold at once, one is rejected. */
export const foldJobs: JobHandlers = {
  "cases.foldCounts": {
    async run({ data, complete }) {
      await complete(async (tx) => {
        const from = data.after === null ? {} : { after: [data.after] };
        const rows = await tx.find(caseCounts, { limit: batch, ...from });
        fold(tx, rows);
        const last = rows.at(-1);
        if (rows.length === batch && last !== undefined) await askToFold(tx, last.id);
      });
    },
  },
};

const key = "cases.foldCounts";

/** Asks a worker to fold. */
async function askToFold(tx: Transaction, after: string | null = null): Promise<void> {
  await tx.enqueue("cases.foldCounts", { after }, { key });
}

/**
 * Asks a worker to fold, unless that is already scheduled. Checked beforehand, as a conflict would make an incoming
 * message start over.
 */
export async function haveFolded(tx: Transaction): Promise<void> {
  if ((await tx.findOne(jobs, { field: "key", is: key })) === null) await askToFold(tx);
}

function fold(tx: Transaction, rows: readonly CountRow[]): void {
  for (const group of byGroup(rows)) {
    const [first] = group;
    if (first === undefined || group.length === 1) continue;
    for (const row of group) tx.delete(caseCounts, row);
    const amount = group.reduce((sum, row) => sum + row.amount, 0);
    if (amount !== 0) tx.insert(caseCounts, { ...groupOf(first), amount });
  }
}

function byGroup(rows: readonly CountRow[]): readonly (readonly CountRow[])[] {
  const groups = new Map<string, CountRow[]>();
  for (const row of rows) {
    const key = groupText(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return [...groups.values()];
}
