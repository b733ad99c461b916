import type { Filter, JobLane, Keyed } from "../../ports/index.ts";
import type { Code } from "../code.ts";
import { type StateKey, stateKey } from "../state.ts";
import type { DefinedTable } from "../table.ts";
import type { Read, Transaction } from "../transaction.ts";
import { refuseUnknownKeys } from "./keys.ts";
import { encodePosition, parsePosition } from "./position.ts";

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

/** A walk of core: several passes, until no row is left that it is about. */
export interface RepeatedWalk<Row extends Keyed> extends Omit<Walk<Row>, "where"> {
  /**
   * Filters, whose rows are visited one filter after the other, so that each can use an index. When all were, rows that
   * match again are visited, so `step` must leave each row so that it matches none of them.
   */
  passes(read: Read, data: WalkData): Promise<readonly Filter<Row>[]> | readonly Filter<Row>[];
  /** Where its batches wait. Default `bulk`. */
  readonly lane?: JobLane;
}

/** The result of one batch. */
export interface Stride {
  readonly looked: number;
  readonly changed: number;
  /** Where the next batch begins. */
  readonly position: string | null;
  readonly isLast: boolean;
}

/** A walk over any table. */
export interface WalkRunner {
  readonly name: string;
  readonly batch: number;
  readonly lane: JobLane;
  /** How many rows there are to look at, as far as storage knows. */
  count(read: Read, data: WalkData): Promise<number>;
  stride(tx: Transaction, from: string | null, data: WalkData): Promise<Stride>;
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
 *
 * @throws SupportError INVALID_CONFIGURATION for a key that means nothing: a misspelt `where` would visit every row
 */
export function defineWalk<Row extends Keyed>(walk: Walk<Row>): WalkRunner {
  refuseUnknownKeys("walk", walk, ["table", "where", "batch", "step"]);
  const { name, table, where, batch = defaultBatch } = walk;
  const filterOf = (data: WalkData) => (typeof where === "function" ? where(data) : where);
  return {
    name,
    batch,
    lane: "bulk",
    count: (read, data) => read.count(table, filterOf(data)),
    async stride(tx, after, data) {
      const rows = await rowsAfter(tx, table, filterOf(data), after, batch);
      const last = rows.at(-1);
      if (last === undefined) return { looked: 0, changed: 0, position: after, isLast: true };
      const changed = (await walk.step(tx, rows, data)) ?? 0;
      return { looked: rows.length, changed, position: last.id, isLast: rows.length < batch };
    },
  };
}

/** Makes a walk in several passes, repeated until no row is left. */
export function defineRepeatedWalk<Row extends Keyed>(walk: RepeatedWalk<Row>): WalkRunner {
  const { name, table, batch = defaultBatch, lane = "bulk" } = walk;

  /** The first pass with rows other than those that were just looked at; null where there is none. */
  const passLeft = async (tx: Transaction, filters: readonly Filter<Row>[], looked: ReadonlySet<string>) => {
    for (const [pass, filter] of filters.entries()) {
      const rows = await tx.find(table, { where: filter, limit: batch });
      if (rows.some(({ id }) => !looked.has(id))) return pass;
    }
    return null;
  };

  return {
    name,
    batch,
    lane,
    async count(read, data) {
      const filters = await walk.passes(read, data);
      const counts = await Promise.all(filters.map((filter) => read.count(table, filter)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async stride(tx, from, data) {
      const filters = await walk.passes(tx, data);
      const { pass, after } = parsePosition(from);
      const rows = await rowsAfter(tx, table, filters[pass], after, batch);
      const changed = rows.length === 0 ? 0 : ((await walk.step(tx, rows, data)) ?? 0);
      const stride = { looked: rows.length, changed };
      const last = rows.at(-1);
      if (last !== undefined && rows.length === batch)
        return { ...stride, position: encodePosition(pass, last.id), isLast: false };
      if (pass + 1 < filters.length)
        return { ...stride, position: encodePosition(pass + 1, null), isLast: false };
      const left = await passLeft(tx, filters, new Set(rows.map(({ id }) => id)));
      return { ...stride, position: encodePosition(left ?? pass, null), isLast: left === null };
    },
  };
}

function rowsAfter<Row extends Keyed>(
  read: Pick<Read, "find">,
  table: DefinedTable<Row>,
  where: Filter<Row> | undefined,
  after: string | null,
  limit: number,
): Promise<readonly Row[]> {
  return read.find(table, {
    limit,
    ...(where === undefined ? {} : { where }),
    ...(after === null ? {} : { after: [after] }),
  });
}

/** A walk and its plugin; undefined: of core. */
export interface OwnedWalk {
  readonly walk: WalkRunner;
  readonly code: Code | undefined;
  /** Of a migration, which nobody starts by hand. */
  readonly isMigration?: boolean;
}

/** The walks of a desk by name. */
export type Walks = ReadonlyMap<string, OwnedWalk>;

export const walksState: StateKey<Walks> = stateKey<Walks>("walks");

/** Collects walks; errors go to `problems`. */
export function checkWalks(given: readonly OwnedWalk[], problems: string[]): Walks {
  const known = new Map<string, OwnedWalk>();
  for (const owned of given) {
    const { name, batch } = owned.walk;
    const place = owned.code === undefined ? "walks" : `plugins: "${owned.code.id}": walks`;
    if (!/^[\w.-]{1,100}$/.test(name))
      problems.push(`${place}: the name "${name}" must be up to 100 letters, digits and _.-`);
    if (known.has(name)) problems.push(`${place}: duplicate name "${name}".`);
    if (!Number.isInteger(batch) || batch < 1 || batch > mostInBatch)
      problems.push(`${place}: "${name}": batch must be a whole number from 1 to ${mostInBatch}.`);
    known.set(name, owned);
  }
  return known;
}
