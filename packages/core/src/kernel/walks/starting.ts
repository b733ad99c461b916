import { SupportError } from "../../errors/index.ts";
import type { Instant } from "../../ports/index.ts";
import { suggest } from "../../suggest.ts";
import type { NewRow, Transaction } from "../transaction.ts";
import { type WalkRow, walks } from "./schema.ts";
import { type OwnedWalk, type WalkData, walksState } from "./walk.ts";
import { enqueueStep, takeStride } from "./walkJobs.ts";

/** Identifies one walk of a tenant. */
export interface WalkKey {
  /** The name of the walk. */
  readonly walk: string;
  readonly key: string;
}

export interface StartWalkInput extends WalkKey {
  /** Passed to each batch. */
  readonly data: WalkData;
  /** Starts over if the walk has ended; `"anyway"` starts over even while it is running. */
  readonly again: boolean | "anyway";
  /** When the first batch is due. Default: now. */
  readonly dueAt?: Instant;
}

const begun = {
  ...{ state: "running", looked: 0, changed: 0, estimated: null, position: null },
  ...{ failure: null, finishedAt: null },
} as const satisfies Partial<WalkRow>;

/** A walk that has not looked at anything yet. */
export function newWalk(name: string, key: string, data: WalkData = {}): NewRow<WalkRow> {
  return { name, key, ...begun, data, batches: 0 };
}

/**
 * Starts a walk in this commit. If one is already running under this key, or has ended, it is returned unchanged:
 * starting twice is one walk.
 */
export async function startWalk(tx: Transaction, input: StartWalkInput): Promise<WalkRow> {
  const { walk: name, key, data, again } = input;
  requireKnown(tx, name);
  const row = await findWalk(tx, input);
  if (row === null) {
    const made = tx.insert(walks, newWalk(name, key, data));
    await enqueueStep(tx, made, input.dueAt);
    return made;
  }
  if (again === false || (row.state === "running" && again !== "anyway")) return row;
  // A batch that is still waiting finds another number and does nothing.
  const next = tx.update(walks, row, { ...begun, data, batches: row.batches + 1 });
  await enqueueStep(tx, next, input.dueAt);
  return next;
}

/** Starts a walk and does its first batch in this commit: where there is little to do, it is done at once. */
export async function beginWalk(tx: Transaction, which: WalkKey): Promise<WalkRow> {
  const row = await findWalk(tx, which);
  if (row !== null) return row;
  const made = tx.insert(walks, newWalk(which.walk, which.key));
  return takeStride(tx, made, requireKnown(tx, which.walk), null);
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

/** The walk under a key; null where it was not started. */
export async function findWalk(
  read: Pick<Transaction, "find">,
  { walk, key }: WalkKey,
): Promise<WalkRow | null> {
  const where = {
    and: [
      { field: "name", is: walk },
      { field: "key", is: key },
    ],
  } as const;
  const [row] = await read.find(walks, { where, limit: 1 });
  return row ?? null;
}

/** @throws SupportError NOT_FOUND; INVALID_INPUT for a migration */
function requireKnown(tx: Transaction, name: string): OwnedWalk {
  const known = tx.use(walksState);
  const owned = known.get(name);
  if (owned === undefined)
    throw new SupportError("NOT_FOUND", `There is no walk "${name}".${suggest(name, [...known.keys()])}`);
  if (owned.isMigration === true)
    throw new SupportError(
      "INVALID_INPUT",
      `"${name}" is a migration: it runs once, by itself. Resume it with walks.resume where it failed.`,
    );
  return owned;
}

function cannot(done: string, { name, key, state }: WalkRow): SupportError {
  return new SupportError(
    "INVALID_TRANSITION",
    `The walk "${name}" under "${key}" is ${state}; it can't be ${done}.`,
  );
}
