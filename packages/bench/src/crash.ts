import { parseArgs } from "node:util";
import { checkDesk, unfinishedDeliveries } from "./crash/check.ts";
import { startOwnServer } from "./crash/ownServer.ts";
import { seeded } from "./crash/seeded.ts";
import { sendAll } from "./crash/senders.ts";
import { startSink } from "./crash/sink.ts";
import { startVictim } from "./crash/victim.ts";
import { openStorage, ownDatabase } from "./storages.ts";

/**
 * Kills a desk with SIGKILL again and again while mail arrives over SMTP and acknowledgements go out, then checks that
 * nothing was lost, doubled or never sent.
 */
const { values } = parseArgs({
  options: {
    storage: { type: "string", default: "sqlite" },
    messages: { type: "string", default: "2000" },
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    // How many of the kills hit the database server instead; PostgreSQL only. Default: one in ten.
    "server-kills": { type: "string" },
  },
});
const messages = Number(values.messages);
const kills = Number(values.kills);
const seed = Number(values.seed);
const serverKills = Number(
  values["server-kills"] ?? (values.storage === "postgres" ? Math.ceil(kills / 10) : 0),
);
if (![messages, kills, seed, serverKills].every(Number.isSafeInteger))
  throw new Error("--messages, --kills, --seed and --server-kills must be integers.");
if (serverKills > 0 && values.storage !== "postgres")
  throw new Error(
    `Only PostgreSQL has a server of its own here: leave --server-kills out for ${values.storage}.`,
  );

const server = serverKills > 0 ? await startOwnServer() : null;
const database = await ownDatabase(values.storage, server?.url);
const sink = await startSink();
const victim = startVictim(values.storage, database.location, sink.port);
const random = seeded(seed);
const startedAt = performance.now();

const killAt = Array.from({ length: kills }, () => Math.floor(random() * messages)).sort(
  (left, right) => left - right,
);
let killed = 0;
const sent = await sendAll({
  count: messages,
  random,
  port: victim.port,
  async onAcknowledged(acknowledged) {
    if (killed >= kills || acknowledged < (killAt[killed] ?? Number.POSITIVE_INFINITY)) return;
    killed++;
    // Spread evenly among the kills.
    const isServers =
      Math.floor((killed * serverKills) / kills) > Math.floor(((killed - 1) * serverKills) / kills);
    if (server !== null && isServers) return server.kill();
    // Some kills hit a desk that has only just restarted.
    await victim.kill(Math.floor(random() * 60));
  },
});
const storage = openStorage(values.storage, database.location);
await victim.settle(async () => (await unfinishedDeliveries(storage)) === 0);
const found = await checkDesk(storage, sent, sink);
await storage.close();
await sink.close();
await database.drop();
await server?.stop();

const figures = {
  storage: values.storage,
  seed,
  messages,
  "kills of the desk": killed - serverKills,
  "kills of the database server": serverKills,
  seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  ...found.figures,
};
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(38)} ${value}`);
for (const fault of found.faults.slice(0, 20)) console.error(`FAULT: ${fault}`);
console.log(found.faults.length === 0 ? "Nothing lost, nothing doubled." : `${found.faults.length} faults.`);
process.exitCode = found.faults.length === 0 && killed === kills ? 0 : 1;
