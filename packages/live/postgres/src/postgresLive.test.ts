import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { liveSuite } from "@heedkit/testing";
import { Client, type ClientConfig } from "pg";
import { expect, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { postgresLive } from "./postgresLive.ts";

const port = portOf("postgres");
let worlds = 0;

if (port === null) test.skip("There is no PostgreSQL server here.");
else {
  const connection = {
    host: "127.0.0.1",
    port,
    user: "heedkit",
    password: "secret",
    database: "heedkit",
  };

  liveSuite({
    name: "postgres",
    create() {
      const name = `live ${process.pid} ${++worlds}`;
      return {
        open: (report) =>
          postgresLive({ connection: { ...connection, application_name: name }, channel: name, report }),
        async disconnect() {
          await endConnections(connection, name);
        },
      };
    },
  });

  test("what others notify on the channel is reported and not passed on", async () => {
    const channel = `live_${process.pid}_foreign`;
    const reports: string[] = [];
    const live = postgresLive({ connection, channel, report: (_, what) => void reports.push(what) });
    const heard: unknown[] = [];
    live.subscribe(["cases"], (_, message) => void heard.push(message));
    while (heard.length === 0) await live.publish("cases", { ready: true });
    await query(connection, "select pg_notify($1, 'hello')", [channel]);
    await live.publish("cases", { last: true });
    await expect.poll(() => heard.at(-1)).toEqual({ last: true });
    expect(reports).toEqual([`a message on the channel ${channel}`]);
    await live.close?.();
  });

  test("nothing stays behind on the server when it is closed, also while it connects", {
    timeout: 60_000,
  }, async () => {
    const name = `live ${process.pid} closing`;
    const ours = () =>
      query(connection, "select 1 from pg_stat_activity where application_name = $1", [name]);
    for (const moments of [0, 1, 5, 20]) {
      const live = postgresLive({ connection: { ...connection, application_name: name }, channel: name });
      live.subscribe(["cases"], () => undefined);
      await new Promise((resolve) => setTimeout(resolve, moments));
      await live.close?.();
      await expect.poll(ours, { timeout: 10_000 }).toEqual([]);
    }
  });

  test("an unavailable server rejects messages, is reported once, and stops nobody", async () => {
    const reports: string[] = [];
    const live = postgresLive({
      connection: { ...connection, port: 1 },
      report: (_, what) => void reports.push(what),
    });
    live.subscribe(["cases"], () => undefined);
    await expect(live.publish("cases", { id: "1" })).rejects.toMatchObject({
      code: "LIVE_UNAVAILABLE",
      retryable: true,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const support = await createSupport({ storage: memoryStorage(), live });
    await support.start();
    await support.stop();
    expect(reports).toEqual(["live updates over PostgreSQL"]);
  });
}

function endConnections(connection: ClientConfig, name: string) {
  return query(
    connection,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()",
    [name],
  );
}

async function query(connection: ClientConfig, text: string, values: readonly string[]) {
  const client = new Client(connection);
  await client.connect();
  const { rows } = await client.query<object>(text, [...values]);
  await client.end();
  return rows;
}
