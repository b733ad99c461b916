import type { Context, JobHandlers, Transaction } from "../../kernel/index.ts";
import { authorize, transact } from "../../kernel/index.ts";
import { type Case, cases } from "../schema.ts";
import { derivedChanges } from "./derive.ts";
import { caseUpkeep, type Upkeep } from "./schema.ts";

declare module "../../kernel/transaction.ts" {
  interface SupportJobs {
    /** A batch of cases whose columns that follow from others are filled in. `after`: the last one done; null at the begin. */
    "cases.settle": { readonly after: string | null };
  }
}

/** What another room keeps on cases, worked out anew; of cases that it has nothing to say of, nothing. */
export type CaseFacts = (
  tx: Transaction,
  found: readonly Case[],
) => Promise<ReadonlyMap<string, Partial<Pick<Case, "nextDeadlineAt">>>>;

/** Cases of one commit. */
const batch = 200;
const rowId = "cases";
/** Tenants that a process knows to be done. */
const mostTenants = 10_000;

/**
 * Fills in the columns of cases that follow from others: rows that an older version of the desk wrote lack them. Each
 * batch is one commit with the job of the next, so that a crash loses nothing and repeats nothing; cases that are
 * written meanwhile are filled in by whoever writes them.
 */
export function createUpkeep(facts: readonly CaseFacts[]) {
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

  const settle = async (tx: Transaction, found: readonly Case[]): Promise<number> => {
    const told = await Promise.all(facts.map((ask) => ask(tx, found)));
    let mended = 0;
    for (const row of found) {
      const patch: Partial<Case> = Object.assign({}, ...told.map((by) => by.get(row.id) ?? {}));
      // The rest follows from it in the same commit.
      if (isHeld(row, patch) && derivedChanges(row) === null) continue;
      mended++;
      tx.settle(cases, row, patch);
    }
    return mended;
  };

  /** Whether all cases of the tenant are as this version keeps them; where nobody knows, it is found out. */
  const isSettled = async (context: Context): Promise<boolean> => {
    const { tenantId } = context;
    if (settled.has(tenantId)) return true;
    const state = (await stateOf(context)) ?? (await begin(context));
    if (state !== "done") return false;
    if (settled.size >= mostTenants) settled.clear();
    settled.add(tenantId);
    return true;
  };

  /** Does few cases at once; has a worker do many. Whoever asked is served without, should it fail. */
  const begin = async (context: Context): Promise<Upkeep["state"] | null> => {
    const { kernel, storage } = context;
    // Not in a transaction of the host, which may be rolled back.
    if (storage !== kernel.storage) return null;
    try {
      await transact({ ...context, actor: { kind: "system", id: "cases" } }, async (tx) => {
        if ((await tx.get(caseUpkeep, rowId)) === null) await settleBatch(tx, null);
      });
      return await stateOf(context);
    } catch (error) {
      kernel.report(error, "upkeep of cases");
      return null;
    }
  };

  const jobs: JobHandlers = {
    "cases.settle": {
      async run({ data, complete }) {
        await complete((tx) => settleBatch(tx, data.after));
      },
    },
  };

  return { jobs, isSettled };
}

/** Looks at every case again, as a job; what does not hold is mended. Counts and queues stay in use meanwhile. */
export async function recount(context: Context): Promise<void> {
  await authorize(context, "jobs.manage");
  await transact(context, (tx) => tx.enqueue("cases.settle", { after: null }, { key: "cases.settle" }));
}

async function stateOf({ storage, tenantId }: Context): Promise<Upkeep["state"] | null> {
  const [known] = await storage.get(caseUpkeep, [{ tenantId, id: rowId }]);
  return known?.state ?? null;
}

function isHeld(row: Case, wanted: Partial<Case>): boolean {
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
    // What was done once stays in use while it is done again.
    state: isDone ? "done" : known.state,
    looked: before.looked + looked,
    mended: before.mended + mended,
    finishedAt,
  });
}
