import { createSupport, defineCommand, definePlugin, nothing } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { Pool } from "pg";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { blackHole } from "../../../../scripts/blackHole.ts";
import { portOf } from "../../../../scripts/services.ts";
import { pgBossJobs } from "./pgBossJobs.ts";

declare module "@heedkit/core" {
  interface SupportJobs {
    "counting.halfOpenBoss": { readonly at: number };
  }
}

const port = portOf("postgres");
const database = {
  host: "127.0.0.1",
  port: port ?? 0,
  user: "heedkit",
  password: "secret",
  database: "heedkit",
};

async function deskBehindProxy() {
  const hole = await blackHole(port ?? 0);
  const schema = `half_open_${process.pid}_${hole.port}`;
  const done: number[] = [];
  const reports: string[] = [];
  const counting = definePlugin({
    id: "counting",
    jobs: { "counting.halfOpenBoss": { run: async ({ data }) => void done.push(data.at) } },
    operations: {
      send: defineCommand({
        name: "counting.send",
        summary: "Writes a job.",
        input: z.strictObject({ at: z.int() }),
        output: nothing,
        access: { permission: null },
        http: "POST /counting",
        run: (tx, { at }): Promise<void> => tx.enqueue("counting.halfOpenBoss", { at }),
      }),
    },
  });
  const support = await createSupport({
    storage: memoryStorage(),
    plugins: [counting],
    report: (_, what) => void reports.push(what),
    worker: {
      engine: pgBossJobs({
        connection: {
          ...database,
          port: hole.port,
          max: 3,
          connectionTimeoutMillis: 2_000,
        },
        schema,
      }),
      leaseMs: 2_000,
      pollMs: 50,
      drainMs: 1_000,
    },
  });
  onTestFinished(async () => {
    await support.stop();
    hole.close();
    const admin = new Pool({ ...database, max: 1 });
    await admin.query(`drop schema if exists ${schema} cascade`);
    await admin.end();
  });
  return { support, hole, done, reports, send: (at: number) => support.counting.send({ at }) };
}

test.skipIf(port === null)(
  "a PostgreSQL that falls silent is done without, and used again when it answers",
  { timeout: 60_000 },
  async () => {
    const { support, hole, done, reports, send } = await deskBehindProxy();
    await support.start();
    await send(0);
    await expect.poll(() => done, { timeout: 20_000 }).toEqual([0]);
    hole.swallow();
    for (const at of [1, 2, 3]) await send(at);
    await expect.poll(() => done.length, { timeout: 15_000 }).toBe(4);
    expect(reports).toContain("publishing due jobs");
    hole.pass();
    await send(4);
    await expect.poll(() => done.length, { timeout: 15_000 }).toBe(5);
    expect(new Set(done).size).toBe(5);
    expect((await support.jobs.list()).rows).toEqual([]);
  },
);

test.skipIf(port === null)(
  "a PostgreSQL that takes the connection and never says a word keeps no job waiting",
  { timeout: 60_000 },
  async () => {
    const { support, hole, done, send } = await deskBehindProxy();
    hole.swallow();
    await support.start();
    for (const at of [1, 2, 3]) await send(at);
    await expect.poll(() => done.length, { timeout: 20_000 }).toBe(3);
    expect(new Set(done).size).toBe(3);
  },
);
