import { isSupportError, SupportError } from "../../errors/index.ts";
import type { Instant } from "../../ports/index.ts";
import { inCode } from "../code.ts";
import type { RoomJobHandlers } from "../jobHandlers.ts";
import { Run } from "../run.ts";
import type { Transaction } from "../transaction.ts";
import { type WalkRow, walks } from "./schema.ts";
import { type OwnedWalk, type Walks, walksState } from "./walk.ts";

declare module "../transaction.ts" {
  interface SupportJobs {
    /** One batch of a walk. `batches`: how many had been finished or started when it was enqueued. */
    "walks.step": { readonly walkId: string; readonly batches: number };
  }
}

/** Called in the commit in which a walk is done. */
export type OnWalkDone = (tx: Transaction, done: WalkRow) => Promise<void>;

/** Has a worker process the next batch. */
export function enqueueStep(
  tx: Transaction,
  { id, name, batches }: Pick<WalkRow, "id" | "name" | "batches">,
  dueAt: Instant = tx.now,
): Promise<void> {
  const lane = tx.use(walksState).get(name)?.walk.lane ?? "bulk";
  return tx.enqueue("walks.step", { walkId: id, batches }, { lane, dueAt });
}

/** Does the next batch of a walk in this commit, and asks for the one after it. */
export async function takeStride(
  tx: Transaction,
  row: WalkRow,
  { walk, code }: OwnedWalk,
  estimated: number | null,
): Promise<WalkRow> {
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
  return next;
}

/** Each batch is one commit with the progress and the next batch's job: a crash loses nothing and repeats nothing. */
export function walkJobs(known: Walks, onDone: OnWalkDone): RoomJobHandlers {
  return {
    "walks.step": {
      async run({ data: { walkId, batches }, read, complete }) {
        const found = await read.get(walks, walkId);
        if (found === null || !isAwaited(found, batches)) return;
        const owned = known.get(found.name);
        if (owned === undefined) throw unknownWalk(found.name);
        const { walk, code } = owned;
        const estimated =
          found.estimated ??
          (await inCode(code, `The walk "${found.name}"`, () => walk.count(read, found.data)));
        await complete(async (tx) => {
          const row = await tx.get(walks, walkId);
          if (row === null || !isAwaited(row, batches)) return;
          const next = await takeStride(tx, row, owned, estimated);
          if (next.state === "done") await onDone(tx, next);
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
