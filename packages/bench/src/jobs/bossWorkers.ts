import { PgBoss } from "pg-boss";
import type { Contender } from "../harness.ts";
import type { WorkersOptions } from "./deskWorkers.ts";

const queue = "bench";

/**
 * pg-boss alone, each worker with a pool of its own: jobs done a second. `each`: every job is completed by itself, when
 * it is done; `batch`: all that were taken at once are completed at once, which is what its own workers do.
 */
export async function bossWorkers(
  { url, schema, workers, concurrency, jobsInRound }: WorkersOptions,
  completion: "each" | "batch",
): Promise<Contender & { close(): Promise<void> }> {
  const bosses = await Promise.all(
    Array.from({ length: workers }, () =>
      new PgBoss({
        connectionString: url,
        schema,
        max: concurrency,
        supervise: false,
        schedule: false,
        registerInstance: false,
      }).start(),
    ),
  );
  const [writer] = bosses;
  await writer?.createQueue(queue);

  const work = async (boss: PgBoss): Promise<number> => {
    let done = 0;
    for (;;) {
      const taken = await boss.fetch<{ readonly at: number }>(queue, { batchSize: concurrency });
      if (taken.length === 0) return done;
      const ids = taken.map(({ id }) => id);
      if (completion === "batch") await boss.complete(queue, ids);
      else await Promise.all(ids.map((id) => boss.complete(queue, id)));
      done += taken.length;
    }
  };

  return {
    name: completion === "batch" ? "pg-boss, completing batches" : "pg-boss, completing each",
    async measure() {
      await writer?.insert(
        queue,
        Array.from({ length: jobsInRound }, (_, at) => ({ data: { at } })),
      );
      const began = performance.now();
      const done = (await Promise.all(bosses.map(work))).reduce((sum, each) => sum + each, 0);
      const elapsed = performance.now() - began;
      if (done !== jobsInRound) throw new Error(`Only ${done} of ${jobsInRound} jobs were done.`);
      return (jobsInRound / elapsed) * 1_000;
    },
    async close() {
      await Promise.all(bosses.map((boss) => boss.stop({ graceful: false })));
    },
  };
}
