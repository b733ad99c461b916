import { isSupportError, SupportError } from "../../errors/index.ts";
import { inCode } from "../code.ts";
import type { RoomJobHandlers } from "../jobHandlers.ts";
import { Run } from "../run.ts";
import type { Transaction } from "../transaction.ts";
import { type WalkRow, walks } from "./schema.ts";
import type { Walks } from "./walk.ts";

declare module "../transaction.ts" {
  interface SupportJobs {
    /** One batch of a walk. `batches`: how many had been finished or started when it was enqueued. */
    "walks.step": { readonly walkId: string; readonly batches: number };
  }
}

/** Has a worker process the next batch. */
export function enqueueStep(
  tx: Transaction,
  { id, batches }: Pick<WalkRow, "id" | "batches">,
): Promise<void> {
  return tx.enqueue("walks.step", { walkId: id, batches }, { lane: "bulk" });
}

/** Each batch is one commit with the progress and the next batch's job: a crash loses nothing and repeats nothing. */
export function walkJobs(known: Walks): RoomJobHandlers {
  return {
    "walks.step": {
      async run({ data: { walkId, batches }, context, complete }) {
        const { storage, tenantId } = context;
        const [found] = await storage.get(walks, [{ tenantId, id: walkId }]);
        if (found === undefined || !isAwaited(found, batches)) return;
        const owned = known.get(found.name);
        if (owned === undefined) throw unknownWalk(found.name);
        const { walk, code } = owned;
        const estimated = found.estimated ?? (await walk.count(storage, tenantId, found.data));
        await complete(async (tx) => {
          const row = await tx.get(walks, walkId);
          if (row === null || !isAwaited(row, batches)) return;
          const { looked, changed, position, isLast } = await inCode(code, `The walk "${row.name}"`, () =>
            walk.stride(Run.inHands(tx, code), row.position, row.data),
          );
          const next = tx.update(walks, row, {
            state: isLast ? "done" : "running",
            looked: row.looked + looked,
            changed: row.changed + changed,
            batches: row.batches + 1,
            finishedAt: isLast ? tx.now : null,
            failure: null,
            position,
            estimated,
          });
          if (!isLast) await enqueueStep(tx, next);
        });
      },
      async onDead(tx, { walkId, batches }, error) {
        const row = await tx.get(walks, walkId);
        if (row === null || row.state !== "running" || row.batches !== batches) return;
        const code = isSupportError(error) ? error.code : error.name;
        const state = code === "CANCELLED" ? "cancelled" : "failed";
        const failure = { code, message: error.message.slice(0, 2_000) };
        tx.update(walks, row, { state, failure, finishedAt: tx.now });
      },
    },
  };
}

/** Whether this is the batch that the walk expects next; a failed one continues when its dead job is replayed. */
function isAwaited({ state, batches }: WalkRow, asked: number): boolean {
  return (state === "running" || state === "failed") && batches === asked;
}

function unknownWalk(name: string): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `This desk has no walk "${name}". Add the plugin that provides it, or cancel the walk.`,
    { retryable: true },
  );
}
