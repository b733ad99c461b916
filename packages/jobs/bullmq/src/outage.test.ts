import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createSupport, defineCommand, definePlugin, nothing, type Support } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { bullmqJobs } from "./bullmqJobs.ts";

declare module "@heedkit/core" {
  interface SupportJobs {
    "counting.outage": { readonly at: number };
  }
}

const program = "/usr/bin/redis-server";
let server: ChildProcess | null = null;
afterEach(() => server?.kill("SIGKILL"));

/** A desk whose jobs are counted, over a Redis server of its own that can be killed. */
async function deskOver(port: number) {
  const done: number[] = [];
  const reports: string[] = [];
  const counting = definePlugin({
    id: "counting",
    jobs: { "counting.outage": { run: async ({ data }) => void done.push(data.at) } },
    operations: {
      send: defineCommand({
        name: "counting.send",
        summary: "Writes a job.",
        input: z.strictObject({ at: z.int() }),
        output: nothing,
        access: { permission: null },
        http: "POST /counting",
        run: (tx, { at }): Promise<void> => tx.enqueue("counting.outage", { at }),
      }),
    },
  });
  const support = await createSupport({
    storage: memoryStorage(),
    plugins: [counting],
    report: (_, what) => void reports.push(what),
    worker: {
      engine: bullmqJobs({ connection: { host: "127.0.0.1", port } }),
      leaseMs: 1_500,
      pollMs: 50,
      drainMs: 1_000,
    },
  });
  return { support, done, reports, send: (at: number) => support.counting.send({ at }) };
}

async function startRedis(port: number): Promise<void> {
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--maxmemory-policy", "noeviction"];
  server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of server.stdout ?? []) if (String(line).includes("Ready to accept")) return;
}

async function killRedis(): Promise<void> {
  server?.kill("SIGKILL");
  if (server !== null) await once(server, "exit");
}

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  listening.close();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

async function stopped(support: Support): Promise<number> {
  const began = performance.now();
  await support.stop();
  return performance.now() - began;
}

const withRedis = test.skipIf(!existsSync(program));

withRedis(
  "a server that is killed and comes back without its memory loses no job",
  { timeout: 30_000 },
  async () => {
    const port = await freePort();
    await startRedis(port);
    const { support, done, send } = await deskOver(port);
    await support.start();
    for (let at = 0; at < 60; at++) {
      await send(at);
      if (at === 20) await killRedis();
      if (at === 40) await startRedis(port);
    }
    await expect.poll(() => done.length, { timeout: 20_000 }).toBe(60);
    expect(new Set(done).size).toBe(60);
    expect((await support.jobs.list()).rows).toEqual([]);
    await support.stop();
  },
);

withRedis(
  "a desk starts and stops without its server, and works when that comes",
  { timeout: 30_000 },
  async () => {
    const port = await freePort();
    const { support, done, reports, send } = await deskOver(port);
    await support.start();
    await send(1);
    await pause(300);
    expect(reports).toContain("jobs over BullMQ");
    await startRedis(port);
    await expect.poll(() => done, { timeout: 20_000 }).toEqual([1]);
    await killRedis();
    await send(2);
    await pause(100);
    expect(await stopped(support)).toBeLessThan(5_000);
  },
);
