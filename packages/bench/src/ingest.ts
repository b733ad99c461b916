import type { Storage } from "@heedkit/core";
import { type BenchOptions, median, pairedRatio, pairedRounds, type Result } from "./harness.ts";
import { benchDesk } from "./ingest/benchDesk.ts";
import { lettersChannel, rawLetter } from "./ingest/letters.ts";
import { mysqlGround } from "./ingest/mysql.ts";
import { sqliteGround } from "./ingest/sqlite.ts";

const lettersInRound = 400;
const baseline = "hand-written, a transaction a message";

const grounds = { sqlite: sqliteGround, mysql: mysqlGround };

/**
 * Messages a second through `support.receive` (new customer, new case, message, clocks, acknowledgement, events, jobs),
 * beside the same rows inserted by prepared statements, one transaction a message, on the same driver and durability.
 */
export async function* run(options: BenchOptions): AsyncIterable<Result> {
  const { storage = "sqlite", concurrency = "1,32" } = options.values;
  const open = Object.entries(grounds).find(([name]) => name === storage)?.[1];
  if (open === undefined)
    throw new Error(
      `There is no ingest benchmark for "${storage}". There is: ${Object.keys(grounds).join(", ")}.`,
    );
  const ground = await open();
  try {
    const widths = concurrency.split(",").map(Number);
    const byHand = await ground.byHand(lettersInRound);
    const desks = await Promise.all(widths.map(async (width) => desk(await ground.storage(), width)));
    const contenders = [byHand, ...desks];
    // Rounds that only warm up: files grow, statements are prepared, code is compiled.
    await pairedRounds(contenders, 3);
    const [base = [], ...values] = await pairedRounds(contenders, options.rounds);
    for (const [at, width] of widths.entries()) {
      const rates = values[at] ?? [];
      yield {
        bench: "ingest",
        case: `c${width}`,
        value: median(rates),
        unit: "msg/s",
        baseline,
        ratio: pairedRatio(rates, base),
      };
    }
    yield {
      bench: "ingest",
      case: "baseline",
      value: median(base),
      unit: "msg/s",
      baseline: null,
      ratio: null,
    };
    await Promise.all(desks.map(({ close }) => close()));
    await byHand.close();
  } finally {
    await ground.clear();
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
          if (outcome !== "accepted") throw new Error(`A letter was ${outcome}.`);
        }
      };
      await Promise.all(Array.from({ length: width }, lane));
      return (lettersInRound / (performance.now() - startedAt)) * 1_000;
    },
  };
}
