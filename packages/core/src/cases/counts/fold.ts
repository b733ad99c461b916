import { type JobHandlers, jobs, type Transaction } from "../../kernel/index.ts";
import { type CountRow, caseCounts, groupOf, groupText } from "./schema.ts";

declare module "../../kernel/transaction.ts" {
  interface SupportJobs {
    /** Adds rows of counts up. `after`: the last row that was looked at; null at the begin. */
    "cases.foldCounts": { readonly after: string | null };
  }
}

/** Rows of one commit. */
const batch = 1_000;

/** Adds up the rows of each group. What another commit adds meanwhile stays; of two that add up at once, one is refused. */
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

/** Asks a worker to add up. */
async function askToFold(tx: Transaction, after: string | null = null): Promise<void> {
  await tx.enqueue("cases.foldCounts", { after }, { key });
}

/**
 * Asks a worker to add up, unless that is asked for already: looked for beforehand, as a conflict would have a message
 * that comes in start again.
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
