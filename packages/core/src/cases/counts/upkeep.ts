import {
  type JobHandlers,
  type Kernel,
  type Read,
  stateKey,
  type Transaction,
  transact,
} from "../../kernel/index.ts";
import { type CaseRow, cases } from "../schema.ts";
import { derivedChanges } from "./derive.ts";
import { haveFolded } from "./fold.ts";
import { caseUpkeep, type Upkeep } from "./schema.ts";

declare module "../../kernel/transaction.ts" {
  interface SupportJobs {
    /** A batch of cases whose derived columns are filled in. `after`: the last one done; null for the first batch. */
    "cases.settle": { readonly after: string | null };
  }
}

/** What the SLA keeps on cases. */
export interface NextDeadlines {
  /** The column recomputed from the clocks, by the id of the case. */
  nextDeadlines(
    tx: Transaction,
    found: readonly CaseRow[],
  ): Promise<ReadonlyMap<string, Pick<CaseRow, "nextDeadlineAt">>>;
}

/** The SLA is a room above: it answers through its state. */
const deadlines = stateKey<NextDeadlines>("sla");

/** Keeps derived columns of cases complete, and reports whether they are. */
export interface CaseUpkeep {
  /** Whether all cases of the tenant are up to date for this version; checked if unknown. */
  isSettled(read: Read): Promise<boolean>;
  /** Has a worker fold the counts, for processes too short-lived to ask for it themselves. */
  fold(read: Read): Promise<void>;
}

/** Cases of one commit. */
const batch = 200;
const rowId = "cases";
/** Tenants known to be complete. */
const mostTenants = 10_000;

/**
 * Fills in the derived columns of cases written by an older version of the desk. Each batch is one commit together with
 * the next batch's job, so that a crash loses and repeats nothing; cases written in the meantime are filled in by their
 * writer.
 */
export function createUpkeep(kernel: Kernel): CaseUpkeep & { readonly jobs: JobHandlers } {
  const settled = new Set<string>();

  const settleBatch = async (tx: Transaction, after: string | null): Promise<void> => {
    const from = after === null ? {} : { after: [after] };
    const found = await tx.find(cases, { limit: batch, ...from });
    const mended = await settle(tx, found);
    const last = found.at(-1);
    const isDone = found.length < batch || last === undefined;
    await note(tx, found.length, mended, isDone, after === null);
    if (!isDone) await tx.enqueue("cases.settle", { after: last.id });
  };

  const settle = async (tx: Transaction, found: readonly CaseRow[]): Promise<number> => {
    const known = await tx.use(deadlines).nextDeadlines(tx, found);
    let mended = 0;
    for (const row of found) {
      const patch: Partial<CaseRow> = known.get(row.id) ?? {};
      // The rest follows from it in the same commit.
      if (isHeld(row, patch) && derivedChanges(row) === null) continue;
      mended++;
      tx.settle(cases, row, patch);
    }
    return mended;
  };

  /** Never starts in a host transaction, which may be rolled back. */
  const isOfHost = (read: Read) => read.seesUncommitted();
  const commit = <Result>(tenantId: string, decide: (tx: Transaction) => Promise<Result>) =>
    transact({ kernel, storage: kernel.storage, tenantId, actor: { kind: "system", id: "cases" } }, decide);

  const isSettled = async (read: Read): Promise<boolean> => {
    const { tenantId } = read;
    if (settled.has(tenantId)) return true;
    const known = await read.get(caseUpkeep, rowId);
    const state = known?.state ?? (isOfHost(read) ? null : await begin(tenantId));
    if (state !== "done") return false;
    if (read.seesUncommitted(caseUpkeep)) return true;
    if (settled.size >= mostTenants) settled.clear();
    settled.add(tenantId);
    return true;
  };

  /** Processes a few cases immediately, and leaves many to a worker. If it fails, the caller is served without. */
  const begin = async (tenantId: string): Promise<Upkeep["state"] | null> => {
    try {
      await commit(tenantId, async (tx) => {
        if ((await tx.get(caseUpkeep, rowId)) === null) await settleBatch(tx, null);
      });
      const [known] = await kernel.storage.get(caseUpkeep, [{ tenantId, id: rowId }]);
      return known?.state ?? null;
    } catch (error) {
      kernel.report(error, "upkeep of cases");
      return null;
    }
  };

  const fold = async (read: Read): Promise<void> => {
    if (isOfHost(read)) return;
    await commit(read.tenantId, haveFolded).catch((error) => kernel.report(error, "counts of cases"));
  };

  const jobs: JobHandlers = {
    "cases.settle": {
      async run({ data, complete }) {
        await complete((tx) => settleBatch(tx, data.after));
      },
    },
  };

  return { jobs, isSettled, fold };
}

function isHeld(row: CaseRow, wanted: Partial<CaseRow>): boolean {
  const held: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(wanted).every(([field, value]) => held[field] === value);
}

async function note(
  tx: Transaction,
  looked: number,
  mended: number,
  isDone: boolean,
  isFirst: boolean,
): Promise<void> {
  const known = await tx.get(caseUpkeep, rowId);
  const finishedAt = isDone ? tx.now : null;
  if (known === null) {
    tx.insert(caseUpkeep, { id: rowId, state: isDone ? "done" : "running", looked, mended, finishedAt });
    return;
  }
  const before: Pick<Upkeep, "looked" | "mended"> = isFirst ? { looked: 0, mended: 0 } : known;
  tx.update(caseUpkeep, known, {
    // A finished result stays in use while it is recomputed.
    state: isDone ? "done" : known.state,
    looked: before.looked + looked,
    mended: before.mended + mended,
    finishedAt,
  });
}
