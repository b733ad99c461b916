import { createSupport, defineCommand, definePlugin, jobs, nothing as nothingReturned } from "@heedkit/core";
import { postgresStorage } from "@heedkit/storage-postgres";
import * as z from "zod";
import type { Contender } from "../harness.ts";

declare module "@heedkit/core" {
  interface SupportJobs {
    "nothing.done": { readonly at: number };
  }
}

/** Does nothing, so that only taking and completing jobs is measured. Calls back after each completion. */
function nothing(onDone: () => void) {
  return definePlugin({
    id: "nothing",
    jobs: {
      "nothing.done": {
        async run({ complete }) {
          await complete(() => undefined);
          onDone();
        },
      },
    },
    operations: {
      /** Writes a job through the desk, which checks for due work at once. */
      wake: defineCommand({
        name: "nothing.wake",
        summary: "Writes a job that does nothing.",
        input: z.strictObject({}),
        output: nothingReturned,
        access: { permission: null },
        http: "POST /nothing",
        run: (tx): Promise<void> => tx.enqueue("nothing.done", { at: 0 }),
      }),
    },
  });
}

export interface WorkersOptions {
  readonly url: string;
  readonly schema: string;
  readonly workers: number;
  /** Jobs that one worker takes and runs at once. */
  readonly concurrency: number;
  readonly jobsInRound: number;
}

/** Running desks that take due rows themselves, each with its own storage: jobs per second. */
export async function deskWorkers(options: WorkersOptions): Promise<Contender & { close(): Promise<void> }> {
  const { url, schema, workers, concurrency, jobsInRound } = options;
  const open = () => postgresStorage({ url, schema, maxConnections: concurrency });
  const writer = open();
  let done = 0;
  let whenDone = () => {};
  const plugin = nothing(() => {
    done++;
    whenDone();
  });
  const openDesk = () => createSupport({ storage: open(), plugins: [plugin], worker: { concurrency } });
  const desks: Awaited<ReturnType<typeof openDesk>>[] = [];
  for (let at = 0; at < workers; at++) desks.push(await openDesk());
  await Promise.all(desks.map((desk) => desk.start()));
  let made = 0;
  return {
    name: `${workers} desks`,
    async measure() {
      done = 0;
      const wanted = jobsInRound + workers;
      const finished = new Promise<void>((resolve) => {
        whenDone = () => {
          if (done === wanted) resolve();
        };
      });
      await writer.commit(
        Array.from({ length: jobsInRound }, () => ({
          kind: "insert",
          table: jobs,
          row: dueJob(`job_${schema}_${made++}`, made),
        })),
      );
      const began = performance.now();
      await Promise.all(desks.map((desk) => desk.nothing.wake()));
      await finished;
      return (wanted / (performance.now() - began)) * 1_000;
    },
    async close() {
      await Promise.all(desks.map((desk) => desk.stop()));
      await writer.close();
    },
  };
}

function dueJob(id: string, at: number) {
  return {
    tenantId: "default",
    id,
    kind: "nothing.done",
    data: { at },
    key: null,
    dueAt: 1,
    leasedUntil: null,
    lane: "normal",
    placeAt: 1,
    priority: null,
    rate: null,
    publishedUntil: null,
    fence: 0,
    fenceBase: 0,
    diedAt: null,
    failures: [],
    createdAt: 1,
    correlationId: "cor_bench",
  };
}
