import {
  type CaseRow,
  cases,
  defineDerivation,
  defineMigration,
  defineSchedule,
  defineWalk,
  type Transaction,
} from "@heedkit/core";
import { tagsCounted, tagsCounts } from "./tables.ts";

/** Cases of one commit. */
const batch = 50;

/** Counts each case in the commit that changes its tags. */
export const counting = defineDerivation(cases, async ({ before, after }, tx) => {
  const row = after ?? before;
  if (row !== null) await count(tx, row.id, after?.tags ?? []);
  return null;
});

/** Counts the cases that were there before the plugin. */
export const countOld = defineMigration({ name: "tags.countOld", table: cases, batch, step: countAll });

/** Counts all cases again. What was counted rightly stays as it is. */
export const recount = defineWalk({ name: "tags.recount", table: cases, batch, step: countAll });

/** Takes away the tags that no case has any more. */
export const tidying = defineSchedule({
  name: "tags.tidy",
  cron: "0 3 * * *",
  async run(tx) {
    const unused = await tx.find(tagsCounts, { where: { field: "amount", is: 0 }, limit: 500 });
    for (const row of unused) tx.delete(tagsCounts, row);
  },
});

async function countAll(tx: Transaction, rows: readonly CaseRow[]): Promise<number> {
  let changed = 0;
  for (const { id, tags } of rows) if (await count(tx, id, tags)) changed++;
  return changed;
}

/** Counts a case as having these tags instead of those as which it was counted last. Whether that made a difference. */
async function count(tx: Transaction, caseId: string, tags: readonly string[]): Promise<boolean> {
  const counted = await tx.findOne(tagsCounted, { field: "caseId", is: caseId });
  const known = counted?.tags ?? [];
  for (const tag of tags) if (!known.includes(tag)) await add(tx, tag, 1);
  for (const tag of known) if (!tags.includes(tag)) await add(tx, tag, -1);
  if (counted === null) tx.insert(tagsCounted, { caseId, tags: [...tags] });
  else if (known.join("\n") === tags.join("\n")) return false;
  else tx.update(tagsCounted, counted, { tags: [...tags] });
  return true;
}

async function add(tx: Transaction, tag: string, by: number): Promise<void> {
  const row = await tx.findOne(tagsCounts, { field: "tag", is: tag });
  if (row === null) tx.insert(tagsCounts, { tag, amount: by });
  else tx.update(tagsCounts, row, { amount: row.amount + by });
}
