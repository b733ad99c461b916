import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { createSupport, defineCommand, definePlugin, nothing } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { toldBy } from "../../../../scripts/toldBy.ts";
import { bullmqJobs } from "./bullmqJobs.ts";

declare module "@heedkit/core" {
  interface SupportJobs {
    "counting.secrets": { readonly at: number };
  }
}

const program = "/usr/bin/redis-server";
const password = "hunter2-Tr0ub4dor";
let server: ChildProcess | null = null;
let port = 0;

/** A server of our own that asks everybody for a password, and knows a user who may not do anything. */
beforeAll(async () => {
  if (!existsSync(program)) return;
  const listening = createServer().listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  port = typeof address === "object" ? (address?.port ?? 0) : 0;
  listening.close();
  const users = [
    "--requirepass",
    "another-one",
    "--user",
    "idle",
    "on",
    `>${password}`,
    "~none",
    "+ping",
    "+info",
  ];
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", ...users];
  server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of server.stdout ?? []) if (String(line).includes("Ready to accept")) return;
  throw new Error("The server ended.");
});
afterAll(() => void server?.kill("SIGKILL"));

/** Everything that a desk over an engine reports, throws and prints until it has been stopped. */
async function toldByDesk(url: string): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for (const method of ["error", "warn", "log"] as const) {
    const spy = vi.spyOn(console, method).mockImplementation((...said) => void told.push(...said));
    onTestFinished(() => spy.mockRestore());
  }
  const counting = definePlugin({
    id: "counting",
    jobs: { "counting.secrets": { run: async () => {} } },
    operations: {
      send: defineCommand({
        name: "counting.send",
        summary: "Writes a job.",
        input: z.strictObject({ at: z.int() }),
        output: nothing,
        access: { permission: null },
        http: "POST /counting",
        run: (tx, { at }): Promise<void> => tx.enqueue("counting.secrets", { at }),
      }),
    },
  });
  const reports: string[] = [];
  const support = await createSupport({
    storage: memoryStorage(),
    plugins: [counting],
    report(error, what) {
      told.push(error);
      reports.push(what);
    },
    worker: { engine: bullmqJobs({ url }), pollMs: 50, leaseMs: 2_000, drainMs: 1_000 },
  });
  const keep = (error: unknown) => void told.push(error);
  await support.start().catch(keep);
  await support.counting.send({ at: 1 });
  await expect
    .poll(() => reports, { timeout: 30_000 })
    .toEqual(expect.arrayContaining(["jobs over BullMQ", "publishing due jobs"]));
  await support.stop().catch(keep);
  return told;
}

test.skipIf(!existsSync(program)).each([
  ["nobody answers", () => `redis://desk:${password}@127.0.0.1:1`],
  ["there is no such host", () => `redis://desk:${password}@nowhere.invalid:6379`],
  ["there is no such user", () => `redis://desk:${password}@127.0.0.1:${port}`],
  ["the password of the server is wrong", () => `redis://:${password}@127.0.0.1:${port}`],
  ["the user may not do it", () => `redis://idle:${password}@127.0.0.1:${port}`],
])(
  "no error, report or output holds the password: %s",
  async (_, url) => {
    const told = await toldByDesk(url());
    expect(told.length).toBeGreaterThan(0);
    for (const error of told) expect(toldBy(error)).not.toContain(password);
  },
  60_000,
);

test.skipIf(!existsSync(program))("the client itself would hold it", async () => {
  const client = new Redis(`redis://:${password}@127.0.0.1:${port}`, { retryStrategy: () => null });
  const [error] = await once(client, "error");
  expect(toldBy(error)).toContain(password);
  client.disconnect();
});
