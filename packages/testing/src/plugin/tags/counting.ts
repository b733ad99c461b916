import { cases, defineDerivation, type JobHandlers, type Transaction } from "@heedkit/core";
import { tagsBackfills, tagsCounted, tagsCounts } from "./tables.ts";

/** Cases of one commit. */
const batch = 50;
/** The one walk of a tenant. */
export const backfillId = "tgb_all";

/** Counts each case in the commit that changes its tags. */
export const counting = defineDerivation(cases, async ({ before, after }, tx) => {
  const row = after ?? before;
  if (row !== null) await count(tx, row.id, after?.tags ?? []);
  return null;
});

/** Counts a case under these tags instead of those it was last counted under. */
async function count(tx: Transaction, caseId: string, tags: readonly string[]): Promise<void> {
  const counted = await tx.findOne(tagsCounted, { field: "caseId", is: caseId });
  const known = counted?.tags ?? [];
  for (const tag of tags) if (!known.includes(tag)) await add(tx, tag, 1);
  for (const tag of known) if (!tags.includes(tag)) await add(tx, tag, -1);
  if (counted === null) tx.insert(tagsCounted, { caseId, tags: [...tags] });
  else if (known.join("\n") !== tags.join("\n")) tx.update(tagsCounted, counted, { tags: [...tags] });
}

async function add(tx: Transaction, tag: string, by: number): Promise<void> {
  const row = await tx.findOne(tagsCounts, { field: "tag", is: tag });
  if (row === null) tx.insert(tagsCounts, { tag, amount: by });
  else tx.update(tagsCounts, row, { amount: row.amount + by });
}

/** Walks the cases in small commits, each with the job of the next, so that a crash loses and repeats nothing. */
export const jobs: JobHandlers = {
  "tags.backfill": {
    async run({ data: { after }, complete }) {
      await complete(async (tx) => {
        const rows = await tx.find(cases, {
          ...(after === null ? {} : { where: { field: "id", above: after } }),
          orderBy: [{ field: "id" }],
          limit: batch,
        });
        for (const { id, tags } of rows) await count(tx, id, tags);
        const last = rows.length < batch ? undefined : rows.at(-1);
        const walk = await tx.get(tagsBackfills, backfillId);
        if (walk === null) return;
        const looked = walk.looked + rows.length;
        tx.update(tagsBackfills, walk, { looked, isDone: last === undefined });
        if (last === undefined) tx.emit("tags.backfilled", {}, { looked });
        else await tx.enqueue("tags.backfill", { after: last.id }, { key: "tags.backfill" });
      });
    },
  },
};
