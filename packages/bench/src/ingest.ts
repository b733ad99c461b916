import type { Storage } from "@heedkit/core";
import { type BenchOptions, median, pairedRatio, pairedRounds, type Result } from "./harness.ts";
import { benchDesk } from "./ingest/benchDesk.ts";
import type { Ground } from "./ingest/ground.ts";
import { lettersChannel, rawLetter } from "./ingest/letters.ts";
import { mysqlGround } from "./ingest/mysql.ts";
import { postgresGround } from "./ingest/postgres.ts";
import { sqliteGround } from "./ingest/sqlite.ts";

const lettersInRound = 400;
const baseline = "hand-written, a transaction a message";

const grounds: Readonly<Record<string, () => Ground>> = {
  sqlite: sqliteGround,
  postgres: postgresGround,
  mysql: mysqlGround,
};

/**
 * Messages per second through `support.receive` (new customer, new case, message, clocks, acknowledgement, events, jobs),
 * beside the same rows inserted by prepared statements, one transaction a message, on the same driver and durability.
 */
export async function* run(options: BenchOptions): AsyncIterable<Result> {
  const { storage = "sqlite", concurrency = "1,32" } = options.values;
  const open = grounds[storage];
  if (open === undefined)
    throw new Error(
      `There is no ingest benchmark for "${storage}". There are: ${Object.keys(grounds).join(", ")}.`,
    );
  const ground = open();
  try {
    for (const width of concurrency.split(",").map(Number)) yield* compared(ground, width, options.rounds);
  } finally {
    await ground.close();
  }
}

async function* compared(ground: Ground, width: number, rounds: number): AsyncIterable<Result> {
  const byHand = await ground.byHand(width, lettersInRound);
  const ours = await desk(await ground.storage(width), width);
  try {
    // Warm-up rounds: files grow, statements are prepared, code is compiled.
    await pairedRounds([byHand, ours], 3);
    const [base = [], rates = []] = await pairedRounds([byHand, ours], rounds);
    const about = { bench: "ingest", unit: "msg/s" };
    yield {
      ...about,
      case: `c${width}`,
      value: median(rates),
      baseline,
      ratio: pairedRatio(rates, base),
    };
    yield { ...about, case: `baseline of c${width}`, value: median(base), baseline: null, ratio: null };
  } finally {
    await ours.close();
    await byHand.close();
  }
}

async function desk(storage: Storage, width: number) {
  const support = await benchDesk(storage);
  let next = 0;
  return {
    name: `receive, ${width} at once`,
    close: () => support.stop(),
    async measure(): Promise<number> {
      const letters = Array.from({ length: lettersInRound }, (_, at) => rawLetter(next + at));
      next += lettersInRound;
      const startedAt = performance.now();
      let taken = 0;
      const lane = async () => {
        for (let raw = letters[taken++]; raw !== undefined; raw = letters[taken++]) {
          const { outcome } = await support.receive(lettersChannel.id, raw);
          if (outcome !== "accepted") throw new Error(`A mail was ${outcome}.`);
        }
      };
      await Promise.all(Array.from({ length: width }, lane));
      return (lettersInRound / (performance.now() - startedAt)) * 1_000;
    },
  };
}
