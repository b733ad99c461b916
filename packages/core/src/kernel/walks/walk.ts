import type { Filter, Keyed, Storage } from "../../ports/index.ts";
import type { Code } from "../code.ts";
import { type StateKey, stateKey } from "../state.ts";
import type { DefinedTable } from "../table.ts";
import type { Transaction } from "../transaction.ts";

/** What the caller who starts a walk passes to each of its batches: plain JSON. */
export type WalkData = Readonly<Record<string, unknown>>;

/** Something to do to all rows of a table: a backfill, a correction, a broadcast. */
export interface Walk<Row extends Keyed> {
  /** Unique in the desk; a plugin's starts with its id: `stars.backfill`. */
  readonly name: string;
  readonly table: DefinedTable<Row>;
  /** Which rows, within the tenant. Default: all. */
  readonly where?: Filter<Row> | ((data: WalkData) => Filter<Row>);
  /** Rows per commit, 1 to 500. Default 200. */
  readonly batch?: number;
  /**
   * Processes some rows in one commit with the walk's progress, so that it takes effect exactly once for each row,
   * despite crashes. Can return how many rows it changed.
   */
  step(
    tx: Transaction,
    rows: readonly Row[],
    data: WalkData,
  ): Promise<number> | Promise<void> | number | void;
}

/** The result of one batch. */
export interface Stride {
  readonly looked: number;
  readonly changed: number;
  /** The id of the last row. */
  readonly position: string | null;
  readonly isLast: boolean;
}

/** A walk over any table. */
export interface WalkRunner {
  readonly name: string;
  readonly batch: number;
  count(storage: Storage, tenantId: string, data: WalkData): Promise<number>;
  stride(tx: Transaction, after: string | null, data: WalkData): Promise<Stride>;
}

const defaultBatch = 200;
const mostInBatch = 500;

/**
 * Defines a walk for the `walks` of a room or a plugin, with its row type erased. It visits rows in id order, including
 * rows inserted while it runs if their ids come later. Start it with the command `walks.start`.
 *
 * ```ts
 * const backfill = defineWalk({
 *   name: "stars.backfill",
 *   table: ratings,
 *   step: (tx, rows) => void rows.map((row) => tx.update(ratings, row, { average: averageOf(row) })),
 * });
 * ```
 */
export function defineWalk<Row extends Keyed>(walk: Walk<Row>): WalkRunner {
  const { name, table, where, batch = defaultBatch } = walk;
  const filterOf = (data: WalkData) => (typeof where === "function" ? where(data) : where);
  return {
    name,
    batch,
    async count(storage, tenantId, data) {
      // `tenantId` is a field of every row; the mapped leaf type cannot see that through the generic.
      const ours = { field: "tenantId", is: tenantId } as unknown as Filter<Row>;
      const filter = filterOf(data);
      return storage.count(table, filter === undefined ? ours : { and: [ours, filter] });
    },
    async stride(tx, after, data) {
      const filter = filterOf(data);
      const rows = await tx.find(table, {
        limit: batch,
        ...(filter === undefined ? {} : { where: filter }),
        ...(after === null ? {} : { after: [after] }),
      });
      const last = rows.at(-1);
      if (last === undefined) return { looked: 0, changed: 0, position: after, isLast: true };
      const changed = (await walk.step(tx, rows, data)) ?? 0;
      return { looked: rows.length, changed, position: last.id, isLast: rows.length < batch };
    },
  };
}

/** A walk and its plugin; undefined: of core. */
export interface OwnedWalk {
  readonly walk: WalkRunner;
  readonly code: Code | undefined;
}

/** The walks of a desk by name. */
export type Walks = ReadonlyMap<string, OwnedWalk>;

export const walksState: StateKey<Walks> = stateKey<Walks>("walks");

/** Collects walks; errors go to `problems`. */
export function checkWalks(given: readonly OwnedWalk[], problems: string[]): Walks {
  const known = new Map<string, OwnedWalk>();
  for (const owned of given) {
    const { name, batch } = owned.walk;
    if (!/^[\w.-]{1,100}$/.test(name))
      problems.push(`walks: the name "${name}" must be up to 100 letters, digits and _.-`);
    if (known.has(name)) problems.push(`walks: duplicate name "${name}".`);
    if (!Number.isInteger(batch) || batch < 1 || batch > mostInBatch)
      problems.push(`walks: "${name}": batch must be a whole number from 1 to ${mostInBatch}.`);
    known.set(name, owned);
  }
  return known;
}
