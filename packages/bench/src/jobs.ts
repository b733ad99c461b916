import pg from "pg";
import { portOf } from "../../../scripts/services.ts";
import { type BenchOptions, median, pairedRatio, pairedRounds, type Result } from "./harness.ts";
import { bossWorkers } from "./jobs/bossWorkers.ts";
import { deskWorkers } from "./jobs/deskWorkers.ts";

const jobsInRound = 800;
const concurrency = 8;

/**
 * Jobs a second that are taken and completed by 1 and 4 workers with 8 jobs at once each, beside pg-boss alone on the
 * same server, with as many connections. The desk completes each job in a commit of its own, as effects would need it.
 */
export async function* run({ rounds, values }: BenchOptions): AsyncIterable<Result> {
  const port = portOf("postgres");
  if (port === null) throw new Error("PostgreSQL is not running: run scripts/services.sh postgres.");
  const url = `postgres://heedkit:secret@127.0.0.1:${port}/heedkit`;
  for (const workers of (values.workers ?? "1,4").split(",").map(Number)) {
    const schema = `bench_${process.pid}_${workers}`;
    const options = { url, schema, workers, concurrency, jobsInRound };
    const desk = await deskWorkers(options);
    const boss = { ...options, schema: `${schema}_boss` };
    const peers = [await bossWorkers(boss, "each"), await bossWorkers(boss, "batch")];
    const contenders = [desk, ...peers];
    try {
      // Warm-up rounds: statements are prepared, code is compiled.
      await pairedRounds(contenders, 3);
      const [own = [], ...others] = await pairedRounds(contenders, rounds);
      for (const [at, peer] of peers.entries()) {
        yield {
          bench: "jobs",
          case: `${workers} worker${workers === 1 ? "" : "s"}`,
          value: median(own),
          unit: "jobs/s",
          baseline: `${peer.name} (${Math.round(median(others[at] ?? []))} jobs/s)`,
          ratio: pairedRatio(own, others[at] ?? []),
        };
      }
    } finally {
      for (const contender of contenders) await contender.close();
      await drop(url, [schema, `${schema}_boss`]);
    }
  }
}

async function drop(url: string, schemas: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const schema of schemas) await client.query(`drop schema if exists "${schema}" cascade`);
  await client.end();
}
