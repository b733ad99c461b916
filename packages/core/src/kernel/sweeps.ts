import { isConflictError, isSupportError } from "../errors/index.ts";
import type { Claimable, Filter, Table } from "../ports/index.ts";
import { bounded } from "./bounded.ts";
import { type Code, inCode } from "./code.ts";
import type { Context } from "./context.ts";
import type { Kernel } from "./kernel.ts";
import { transact } from "./transact.ts";
import type { Transaction } from "./transaction.ts";

/** Due rows of a table and what to do with each. No timer per row: one index look-up finds what is due. */
export interface Sweep<Row extends Claimable = Claimable> {
  /** In a plugin it starts with the plugin's id. */
  readonly name: string;
  readonly table: Table<Row>;
  readonly where?: Filter<Row>;
  /** Time limit of one run, in milliseconds, before the next one starts. Default `worker.maxRunMs`. */
  readonly maxRunMs?: number;
  /**
   * Handles one row, in its own transaction. Read the row again through `tx`: another worker may have been faster. Move
   * `dueAt` forward, or the row is due again when the lease expires.
   */
  handle(tx: Transaction, row: Row): Promise<void> | void;
}

/** Creates a sweep with its row type erased. */
export function defineSweep<Row extends Claimable>(sweep: Sweep<Row>): Sweep {
  // It only gets rows of its own table.
  return sweep as unknown as Sweep;
}

/**
 * What the kernel runs for a sweep. Rows of an unknown tenant are left alone, and checked again whenever their lease
 * expires, in case the tenant comes back; that is reported once.
 */
export function sweepRunner(sweep: Sweep, code: Code | undefined): SweepRunner {
  const { name, maxRunMs, table, where } = sweep;
  const reported = new Set<string>();
  const reportOnce = (kernel: Kernel, error: unknown, { tenantId, id }: Claimable) => {
    if (isUnknownTenant(error) && reported.has(tenantId)) return;
    if (isUnknownTenant(error)) reported.add(tenantId);
    kernel.report(error, `${name} of ${id}`);
  };
  return {
    name,
    ...(maxRunMs === undefined ? {} : { maxRunMs }),
    async run(kernel, { leaseMs, limit }) {
      const now = kernel.clock.now();
      const rows = await kernel.storage.claim(table, {
        now,
        leaseMs,
        limit,
        ...(where === undefined ? {} : { where }),
      });
      await Promise.all(rows.map((row) => handleOne(kernel, sweep, code, row, leaseMs, reportOnce)));
      return rows.length;
    },
  };
}

/** Runs concurrently with other sweeps until nothing is due. */
export interface SweepRunner {
  readonly name: string;
  /** Time limit of one run, in milliseconds, before the next one starts. Default `worker.maxRunMs`. */
  readonly maxRunMs?: number;
  /** Claims due rows and handles them; returns how many it claimed. */
  run(kernel: Kernel, options: { readonly leaseMs: number; readonly limit: number }): Promise<number>;
}

async function handleOne(
  kernel: Kernel,
  sweep: Sweep,
  code: Code | undefined,
  row: Claimable,
  leaseMs: number,
  report: (kernel: Kernel, error: unknown, row: Claimable) => void,
): Promise<void> {
  const actor = { kind: "system", id: sweep.name } as const;
  const context: Context = { kernel, storage: kernel.storage, tenantId: row.tenantId, actor, code };
  try {
    // After its lease the row belongs to another worker.
    const bound = { clock: kernel.clock, ms: leaseMs, what: `The sweep "${sweep.name}"` };
    await bounded(bound, (over) =>
      transact({ ...context, over }, (tx) => inCode(code, bound.what, () => sweep.handle(tx, row))),
    );
  } catch (error) {
    // A constantly written row is checked again when the lease expires.
    if (!isConflictError(error)) report(kernel, error, row);
  }
}

function isUnknownTenant(error: unknown): boolean {
  return isSupportError(error) && error.code === "UNKNOWN_TENANT";
}
