import { isConflictError } from "../errors/index.ts";
import type { Change } from "../ports/index.ts";
import { CallMemory, wroteNothing } from "./callMemory.ts";
import { Commit } from "./commit.ts";
import type { Context } from "./context.ts";
import { beginRun, Run } from "./run.ts";
import type { Transaction } from "./transaction.ts";

const attempts = 20;
const longestPauseMs = 250;

/**
 * Reads, decides, lets rooms react until nothing new happens, and commits everything at once. If storage reports that a
 * row was written in the meantime, everything runs again from the start, after a pause with full jitter.
 *
 * @throws ConflictError if 20 attempts in a row met a conflict.
 * @throws SupportError REACTION_LIMIT if reactions keep causing events.
 */
export async function transact<Result>(
  context: Context,
  decide: (tx: Transaction) => Promise<Result> | Result,
  extra: readonly Change[] = [],
): Promise<Result> {
  const { result } = await commitOnce(context, decide, extra);
  return result;
}

/** Like {@link transact}, but also returns the committed state of rows. */
export async function commitOnce<Result>(
  context: Context,
  decide: (tx: Run) => Promise<Result> | Result,
  extra: readonly Change[] = [],
): Promise<{ readonly result: Result; readonly commit: Commit }> {
  const { kernel } = context;
  await kernel.requireTenant(context.tenantId);
  const memory = new CallMemory(context);
  try {
    const done = await attemptAll(context, decide, extra, memory);
    await memory.settle(new Set(done.commit.files));
    return done;
  } catch (error) {
    if (wroteNothing(error)) await memory.settle(new Set());
    throw error;
  }
}

async function attemptAll<Result>(
  context: Context,
  decide: (tx: Run) => Promise<Result> | Result,
  extra: readonly Change[],
  memory: CallMemory,
): Promise<{ readonly result: Result; readonly commit: Commit }> {
  const { kernel } = context;
  const correlationId = context.correlationId ?? kernel.ids.create("cor");
  for (let attempt = 1; ; attempt++) {
    const commit = new Commit(context, correlationId, attempt, memory);
    const result = await decide(new Run(commit, context.actor, context.code, null));
    await commit.settle(context.actor, beginRun);
    commit.askForPositions();
    const changes = [...commit.changes(), ...extra];
    context.over?.throwIfAborted();
    if (changes.length === 0) return { result, commit };
    try {
      await context.storage.commit(changes);
    } catch (error) {
      const ofCaller = isConflictError(error) && error.conflict.changeIndex >= changes.length - extra.length;
      if (!isConflictError(error) || ofCaller || attempt === attempts) throw error;
      // Immediately at first: the most common conflict, an existing key, is solved by reading again.
      const ceiling = Math.min(longestPauseMs, 2 ** attempt - 2);
      if (ceiling > 0) await kernel.clock.wait(kernel.random.fraction() * ceiling);
      continue;
    }
    if (context.storage === kernel.storage) kernel.committed(commit.emitted, commit.hasDueJobs);
    return { result, commit };
  }
}
