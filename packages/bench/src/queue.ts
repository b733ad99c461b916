import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchOptions, median, pairedRatio, quantile, type Result } from "./harness.ts";
import type { FilledDesk } from "./queue/filledDesk.ts";
import { type PageKind, pageKinds } from "./queue/pages.ts";
import { filledPostgres } from "./queue/postgres.ts";
import { filledSqlite } from "./queue/sqlite.ts";

const callsInRound = 100;
const baseline = "prepared query";

/** Durations of calls in milliseconds, by round. */
interface Timings {
  readonly p50: number[];
  readonly p99: number[];
  /** The median of the hand-written queries. */
  readonly byHand: number[];
}

/**
 * Pages of fifty cases of the queues, and the counts of the badges, in desks of several sizes. Each page alternates with a
 * hand-written prepared query that reads the same rows and columns. Figures are medians of the rounds' own p50 and p99, so
 * a stall of the machine spoils only one round.
 */
export async function* run(options: BenchOptions): AsyncIterable<Result> {
  const { storage = "sqlite", cases = "10000,100000,1000000" } = options.values;
  if (storage !== "sqlite" && storage !== "postgres")
    throw new Error(`No queue benchmark for "${storage}". Use sqlite or postgres.`);
  const folder = mkdtempSync(join(tmpdir(), "heedkit-bench-"));
  const desks: FilledDesk[] = [];
  try {
    for (const count of cases.split(",").map(Number))
      desks.push(await (storage === "sqlite" ? filledSqlite(folder, count) : filledPostgres(count)));
    const meters = [
      ...pageKinds.flatMap((kind) =>
        desks.map((desk) => ({ ...pageMeter(kind, desk), timings: newTimings() })),
      ),
      ...desks.map((desk) => ({ ...countsMeter(desk), timings: newTimings() })),
    ];
    for (const { round } of meters) await round(newTimings(), 0);
    for (let at = 1; at <= options.rounds; at++)
      for (const { round, timings } of meters) await round(timings, at * callsInRound);
    const smallest = new Map<string, readonly number[]>();
    for (const { name, count, timings } of meters) {
      const { p50, p99, byHand } = timings;
      const first = smallest.get(name);
      const about = { bench: "queue", unit: "ms" };
      yield {
        ...{ ...about, case: `${name}, ${count} p50`, value: median(p50) },
        ...(byHand.length === 0
          ? { baseline: null, ratio: null }
          : { baseline, ratio: pairedRatio(p50, byHand) }),
      };
      yield {
        ...{ ...about, case: `${name}, ${count} p99`, value: median(p99) },
        ...(first === undefined
          ? { baseline: null, ratio: null }
          : { baseline: "p99 of the smallest", ratio: pairedRatio(p99, first) }),
      };
      if (first === undefined) smallest.set(name, p99);
    }
  } finally {
    for (const desk of desks) await desk.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const newTimings = (): Timings => ({ p50: [], p99: [], byHand: [] });

function pageMeter({ name, query, byHand, values }: PageKind, desk: FilledDesk) {
  const { support, count } = desk;
  const byHandQuery = desk.prepare(byHand);
  return {
    name,
    count,
    async round(timings: Timings, from: number) {
      const [mine, other]: [number[], number[]] = [[], []];
      for (let call = from; call < from + callsInRound; call++) {
        const ofDesk = async () => {
          const { rows, elapsed } = await timed(async () => (await support.cases.list(query(call))).rows);
          mine.push(elapsed);
          return rows;
        };
        const ofHand = async () => {
          const { rows, elapsed } = await timed(() => byHandQuery(values(call)));
          other.push(elapsed);
          return rows;
        };
        const [left, right] = call % 2 === 0 ? [ofDesk, ofHand] : [ofHand, ofDesk];
        requireSame(name, await left(), await right());
      }
      timings.p50.push(median(mine));
      timings.p99.push(quantile(mine, 0.99));
      timings.byHand.push(median(other));
    },
  };
}

function countsMeter({ support, count }: FilledDesk) {
  return {
    name: "counts",
    count,
    async round(timings: Timings) {
      const taken: number[] = [];
      for (let call = 0; call < callsInRound; call++) {
        const { rows, elapsed } = await timed(() => support.cases.counts());
        const { byCategory } = rows;
        const sum = Object.values(byCategory).reduce((total, some) => total + some, 0);
        if (sum !== count) throw new Error(`The counts say ${sum} cases, not ${count}.`);
        taken.push(elapsed);
      }
      timings.p50.push(median(taken));
      timings.p99.push(quantile(taken, 0.99));
    },
  };
}

async function timed<Rows>(work: () => Promise<Rows>): Promise<{ rows: Rows; elapsed: number }> {
  const startedAt = performance.now();
  const rows = await work();
  return { rows, elapsed: performance.now() - startedAt };
}

/** The desk leaves out its internal columns, and adds what other rows say. */
function requireSame(name: string, left: readonly object[], right: readonly object[]): void {
  const shown = Object.keys(left[0] ?? {});
  const columns = Object.keys(right[0] ?? {}).filter((column) => shown.includes(column));
  const text = (rows: readonly object[]) =>
    JSON.stringify(rows.map((row) => columns.map((column) => Reflect.get(row, column))));
  if (left.length === 50 && columns.length > 30 && text(left) === text(right)) return;
  throw new Error(
    `"${name}" gave ${left.length} rows that are not the ${right.length} of the query by hand.`,
  );
}
