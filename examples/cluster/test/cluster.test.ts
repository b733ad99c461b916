import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { receipts } from "@heedkit/core";
import { postgresStorage } from "@heedkit/storage-postgres";
import { Redis } from "ioredis";
import pg from "pg";
import { startCustomers } from "../src/customers.ts";
import { type RunningProcess, serverUrls, startProcess } from "../src/processes.ts";

const count = 300;
const cluster = `cluster_${process.pid}`;
const areThere = process.env.CI === "true" || existsSync("/usr/bin/redis-server");
const processes: RunningProcess[] = [];
const customers = await startCustomers();

after(async () => {
  customers.close();
  await Promise.all(processes.map((each) => each.stop()));
  if (areThere) await cleanUp();
});

test("2 web processes and 2 workers, one of them killed: every message is answered, each once recorded", {
  skip: areThere ? false : "there are no servers here",
  timeout: 120_000,
}, async () => {
  const environment = { ...serverUrls(), CUSTOMERS_URL: customers.url, CLUSTER: cluster };
  const start = async (role: "web" | "worker") => {
    const started = await startProcess(role, environment);
    processes.push(started);
    return started;
  };
  const webs = [await start("web"), await start("web")] as const;
  const [doomed] = [await start("worker"), await start("worker")];
  const news = await Promise.all(webs.map(({ url }) => readNews(url)));

  const began = performance.now();
  let sent = 0;
  const lane = async () => {
    for (let at = sent++; at < count; at = sent++) {
      await send(webs[at % 2 === 0 ? 0 : 1].url, at);
      if (at === count / 2) doomed?.child.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  const taken = performance.now() - began;
  await until(() => customers.arrivals.size >= count);
  const answered = performance.now() - began;

  const storage = postgresStorage({ url: environment.DATABASE_URL, schema: cluster });
  await until(async () => (await storage.count(receipts)) >= count);
  assert.equal(customers.arrivals.size, count, "a key for each message");
  assert.equal(await storage.count(receipts), count, "recorded once each");
  await storage.close();

  // Cases that one web process opened were shown by the other.
  const [first, second] = webs.map(({ child }) => child.pid);
  await until(() => news.every((heard) => heard.filter(({ what }) => what === "opened").length >= count));
  for (const [at, other] of [second, first].entries())
    assert.ok(
      (news[at] ?? []).filter(({ by, what }) => by === other && what === "opened").length > count / 3,
    );

  const again = [...customers.arrivals.values()].filter((times) => times > 1).length;
  console.log(
    `${count} messages taken in ${Math.round(taken)} ms, all answered after ${Math.round(answered)} ms`,
  );
  console.log(`delivered again, under the same key, after the kill: ${again}`);
});

async function send(url: string, at: number): Promise<void> {
  const body = JSON.stringify({
    from: `customer-${at}@example.com`,
    subject: `Question ${at}`,
    text: "Where?",
  });
  const headers = { "x-message-id": `message-${at}` };
  const response = await fetch(`${url}/messages`, { method: "POST", headers, body });
  assert.equal(response.status, 200);
}

interface News {
  readonly what: string;
  readonly by: number;
}

/** Collects server-sent events in a growing list. */
async function readNews(url: string): Promise<readonly News[]> {
  const heard: News[] = [];
  const response = await fetch(`${url}/live`);
  const read = async () => {
    let text = "";
    for await (const bytes of response.body ?? []) {
      text += new TextDecoder().decode(bytes);
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) if (event.startsWith("data: ")) heard.push(JSON.parse(event.slice(6)));
    }
  };
  // It ends with the web process.
  read().catch(() => undefined);
  // Events sent before the server knows the reader would be missed.
  await pause(200);
  return heard;
}

async function until(claim: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await claim())) {
    assert.ok(performance.now() < end, "it takes too long");
    await pause(20);
  }
}

async function cleanUp(): Promise<void> {
  const { DATABASE_URL, REDIS_URL } = serverUrls();
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await client.query(`drop schema if exists ${cluster} cascade`);
  await client.end();
  const redis = new Redis(REDIS_URL);
  const keys = await redis.keys(`bull:${cluster}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}
