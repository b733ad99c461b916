import { SupportError } from "../../errors/index.ts";
import { suggest } from "../../suggest.ts";
import type { Transaction } from "../transaction.ts";
import { type WalkRow, walks } from "./schema.ts";
import { type WalkData, walksState } from "./walk.ts";
import { enqueueStep } from "./walkJobs.ts";

/** Identifies one walk of a tenant. */
export interface WalkKey {
  /** The name of the walk. */
  readonly walk: string;
  readonly key: string;
}

export interface StartWalkInput extends WalkKey {
  /** Passed to each batch. */
  readonly data: WalkData;
  /** Starts over if the walk has ended. */
  readonly again: boolean;
}

/**
 * Starts a walk in this commit. If one is already running under this key, or has ended, it is returned unchanged:
 * starting twice is one walk.
 */
export async function startWalk(tx: Transaction, input: StartWalkInput): Promise<WalkRow> {
  const { walk: name, key, data, again } = input;
  const known = tx.use(walksState);
  if (!known.has(name))
    throw new SupportError("NOT_FOUND", `There is no walk "${name}".${suggest(name, [...known.keys()])}`);
  const row = await findWalk(tx, input);
  const fresh = { state: "running", looked: 0, changed: 0, estimated: null, position: null } as const;
  const begun = { ...fresh, failure: null, finishedAt: null, data };
  if (row === null) {
    const made = tx.insert(walks, { name, key, ...begun, batches: 0 });
    await enqueueStep(tx, made);
    return made;
  }
  if (!again || row.state === "running") return row;
  const next = tx.update(walks, row, { ...begun, batches: row.batches + 1 });
  await enqueueStep(tx, next);
  return next;
}

/**
 * Resumes a walk that failed or was cancelled, after its last visited row. @throws SupportError NOT_FOUND,
 * INVALID_TRANSITION
 */
export async function resumeWalk(tx: Transaction, which: WalkKey): Promise<WalkRow> {
  const row = await requireWalk(tx, which);
  if (row.state !== "failed" && row.state !== "cancelled") throw cannot("resumed", row);
  const next = tx.update(walks, row, {
    state: "running",
    failure: null,
    finishedAt: null,
    batches: row.batches + 1,
  });
  await enqueueStep(tx, next);
  return next;
}

/**
 * Cancels a walk after its last batch; a batch in progress has no effect. @throws SupportError NOT_FOUND,
 * INVALID_TRANSITION
 */
export async function cancelWalk(tx: Transaction, which: WalkKey): Promise<WalkRow> {
  const row = await requireWalk(tx, which);
  if (row.state === "cancelled") return row;
  if (row.state === "done") throw cannot("cancelled", row);
  return tx.update(walks, row, { state: "cancelled", finishedAt: tx.now });
}

/** A started walk. @throws SupportError NOT_FOUND */
export async function requireWalk(read: Pick<Transaction, "find">, which: WalkKey): Promise<WalkRow> {
  const row = await findWalk(read, which);
  if (row !== null) return row;
  throw new SupportError("NOT_FOUND", `The walk "${which.walk}" was not started under "${which.key}".`);
}

async function findWalk(read: Pick<Transaction, "find">, { walk, key }: WalkKey): Promise<WalkRow | null> {
  const where = {
    and: [
      { field: "name", is: walk },
      { field: "key", is: key },
    ],
  } as const;
  const [row] = await read.find(walks, { where, limit: 1 });
  return row ?? null;
}

function cannot(done: string, { name, key, state }: WalkRow): SupportError {
  return new SupportError(
    "INVALID_TRANSITION",
    `The walk "${name}" under "${key}" is ${state}; it can't be ${done}.`,
  );
}
