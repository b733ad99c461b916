import { isConflictError } from "../errors/index.ts";
import type { Claimable, Filter, Table } from "../ports/index.ts";
import type { Kernel } from "./kernel.ts";
import { type Context, transact } from "./transact.ts";
import type { Transaction } from "./transaction.ts";

/** Due rows of a table and what to do about each. No timer for each row: one look at the index finds what is due. */
export interface Sweep<Row extends Claimable = Claimable> {
  readonly name: string;
  readonly table: Table<Row>;
  readonly where?: Filter<Row>;
  /**
   * Decides about one row, in a transaction of its own. Read the row again through `tx`: another worker may have
   * been faster. Move `dueAt` on, or the row is due again when the lease has passed.
   */
  handle(tx: Transaction, row: Row): Promise<void> | void;
}

/** Makes a sweep, keeping the row type to itself. */
export function defineSweep<Row extends Claimable>(sweep: Sweep<Row>): SweepRunner {
  return {
    name: sweep.name,
    async run(kernel, { leaseMs, limit }) {
      const { table, where } = sweep;
      const now = kernel.clock.now();
      const rows = await kernel.storage.claim(table, {
        now,
        leaseMs,
        limit,
        ...(where === undefined ? {} : { where }),
      });
      await Promise.all(rows.map((row) => handleOne(kernel, sweep, row)));
      return rows.length;
    },
  };
}

export interface SweepRunner {
  readonly name: string;
  /** Takes rows that are due and handles them; returns how many it took. */
  run(kernel: Kernel, options: { readonly leaseMs: number; readonly limit: number }): Promise<number>;
}

async function handleOne<Row extends Claimable>(kernel: Kernel, sweep: Sweep<Row>, row: Row): Promise<void> {
  const actor = { kind: "system", id: sweep.name } as const;
  const context: Context = { kernel, storage: kernel.storage, tenantId: row.tenantId, actor };
  try {
    await transact(context, (tx) => sweep.handle(tx, row));
  } catch (error) {
    // A row that is written all the time is looked at again when the lease has passed.
    if (!isConflictError(error)) kernel.report(error, `${sweep.name} of ${row.id}`);
  }
}
