import {
  beginWalk,
  defineWalk,
  findWalk,
  type Kernel,
  type Read,
  stateKey,
  type Transaction,
  transact,
  type WalkRow,
  type WalkRunner,
  walks,
} from "../../kernel/index.ts";
import { type CaseRow, cases } from "../schema.ts";
import { derivedChanges } from "./derive.ts";
import { haveFolded } from "./fold.ts";

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

const walk = "cases.settle";
/** The walk after which a tenant's cases are as this version keeps them. */
const settleKey = { walk, key: "upgrade" } as const;
/** Walks that are asked for by hand: what was done once stays in use in the meantime. */
export const recountKey = { walk, key: "recount" } as const;

/** Tenants that a process knows to be done. */
const mostTenants = 10_000;

/**
 * Fills in the columns of cases that follow from others: rows that an older version of the desk wrote lack them. Cases
 * that are written in the meantime are filled in by whoever writes them.
 */
export function createUpkeep(kernel: Kernel): CaseUpkeep & { readonly walks: readonly WalkRunner[] } {
  const settled = new Set<string>();

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
    const known = await findWalk(read, settleKey);
    const state = known?.state ?? (isOfHost(read) ? null : await begin(tenantId));
    if (state !== "done") return false;
    if (read.seesUncommitted(walks)) return true;
    if (settled.size >= mostTenants) settled.clear();
    settled.add(tenantId);
    return true;
  };

  /** Does few cases at once; has a worker do many. Whoever asked is served without, should it fail. */
  const begin = async (tenantId: string): Promise<WalkRow["state"] | null> => {
    try {
      return (await commit(tenantId, (tx) => beginWalk(tx, settleKey))).state;
    } catch (error) {
      kernel.report(error, "upkeep of cases");
      return null;
    }
  };

  const fold = async (read: Read): Promise<void> => {
    if (isOfHost(read)) return;
    await commit(read.tenantId, haveFolded).catch((error) => kernel.report(error, "counts of cases"));
  };

  return { walks: [defineWalk({ name: walk, table: cases, step: settle })], isSettled, fold };
}

function isHeld(row: CaseRow, wanted: Partial<CaseRow>): boolean {
  const held: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(wanted).every(([field, value]) => held[field] === value);
}
