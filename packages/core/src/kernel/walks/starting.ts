import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { authorize } from "../authorize.ts";
import { idInput, recordInput } from "../bounds.ts";
import type { Context } from "../context.ts";
import { parseInput } from "../input.ts";
import { transact } from "../transact.ts";
import type { Transaction } from "../transaction.ts";
import { type WalkRow, walks } from "./schema.ts";
import type { WalkData } from "./walk.ts";
import { enqueueStep } from "./walkJobs.ts";

/** Names one walk of a tenant. */
export interface WalkKey {
  /** The name of the walk. */
  readonly walk: string;
  readonly key: string;
}

export interface StartWalkInput extends WalkKey {
  /** Handed to each batch. */
  readonly data?: WalkData;
  /** Walks once more where it is done already. Default false. */
  readonly again?: boolean;
}

/** How far a walk has come. */
export interface WalkProgress extends WalkRow {
  /** Rows that are left by the estimate; null before the first batch. */
  readonly remaining: number | null;
}

const keyInput = z.strictObject({ walk: idInput, key: idInput });
const startInput = keyInput.extend({ data: recordInput.default({}), again: z.boolean().default(false) });

/**
 * Starts a walk in this commit. One that runs already under this key, or is over, is returned as it is: starting it twice
 * is one walk. See `again`, and {@link resumeWalk} for one that failed or was cancelled.
 */
export async function startWalk(tx: Transaction, input: StartWalkInput): Promise<WalkRow> {
  const { walk: name, key, data, again } = parseInput(startInput, input, "startWalk");
  const row = await find(tx, { walk: name, key });
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

/** Goes on with a walk that failed or was cancelled, behind the last row that it looked at. @throws SupportError NOT_FOUND, INVALID_TRANSITION */
export async function resumeWalk(context: Context, input: WalkKey): Promise<WalkRow> {
  const which = parseInput(keyInput, input, "resumeWalk");
  await authorize(context, "jobs.manage");
  return transact(context, async (tx) => {
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
  });
}

/** Ends a walk behind the batch that is being done. @throws SupportError NOT_FOUND, INVALID_TRANSITION */
export async function cancelWalk(context: Context, input: WalkKey): Promise<WalkRow> {
  const which = parseInput(keyInput, input, "cancelWalk");
  await authorize(context, "jobs.manage");
  return transact(context, async (tx) => {
    const row = await requireWalk(tx, which);
    if (row.state === "cancelled") return row;
    if (row.state === "done") throw cannot("cancelled", row);
    return tx.update(walks, row, { state: "cancelled", finishedAt: tx.now });
  });
}

/** How far a walk has come; null where it was never started. */
export async function walkProgress(context: Context, input: WalkKey): Promise<WalkProgress | null> {
  const which = parseInput(keyInput, input, "walkProgress");
  await authorize(context, "jobs.manage");
  const row = await transact(context, (tx) => find(tx, which));
  if (row === null) return null;
  const { state, estimated, looked } = row;
  const remaining = estimated === null ? null : Math.max(0, estimated - looked);
  return { ...row, remaining: state === "done" ? 0 : remaining };
}

function find(tx: Transaction, { walk, key }: WalkKey): Promise<WalkRow | null> {
  return tx.findOne(walks, {
    and: [
      { field: "name", is: walk },
      { field: "key", is: key },
    ],
  });
}

async function requireWalk(tx: Transaction, which: WalkKey): Promise<WalkRow> {
  const row = await find(tx, which);
  if (row !== null) return row;
  throw new SupportError("NOT_FOUND", `The walk "${which.walk}" was not started under "${which.key}".`);
}

function cannot(done: string, { name, key, state }: WalkRow): SupportError {
  return new SupportError(
    "INVALID_TRANSITION",
    `The walk "${name}" under "${key}" is ${state}; it can't be ${done}.`,
  );
}
