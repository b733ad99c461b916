import { parseArgs } from "node:util";
import { checkDesk } from "./crash/check.ts";
import { seeded } from "./crash/seeded.ts";
import { sendAll } from "./crash/senders.ts";
import { startSink } from "./crash/sink.ts";
import { startVictim } from "./crash/victim.ts";
import { openStorage, ownDatabase } from "./storages.ts";

/**
 * Kills a desk with SIGKILL again and again while mail comes in over SMTP and acknowledgements go out, and then looks
 * whether anything was lost, doubled, or never sent.
 */
const { values } = parseArgs({
  options: {
    storage: { type: "string", default: "sqlite" },
    messages: { type: "string", default: "2000" },
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const messages = Number(values.messages);
const kills = Number(values.kills);
const seed = Number(values.seed);
if (![messages, kills, seed].every(Number.isSafeInteger))
  throw new Error("--messages, --kills and --seed take whole numbers.");

const database = await ownDatabase(values.storage);
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
    // Some of the kills meet a desk that has only just begun again.
    await victim.kill(Math.floor(random() * 60));
  },
});
await victim.settle();
const storage = openStorage(values.storage, database.location);
const found = await checkDesk(storage, sent, sink);
await storage.close();
await sink.close();
await database.drop();

const figures = {
  storage: values.storage,
  seed,
  messages,
  kills: killed,
  seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  ...found.figures,
};
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(38)} ${value}`);
for (const fault of found.faults.slice(0, 20)) console.error(`FAULT: ${fault}`);
console.log(found.faults.length === 0 ? "Nothing lost, nothing doubled." : `${found.faults.length} faults.`);
process.exitCode = found.faults.length === 0 && killed === kills ? 0 : 1;
