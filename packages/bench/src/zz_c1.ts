import { mkdtempSync } from "node:fs";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { benchDesk } from "./ingest/benchDesk.ts";
import { lettersChannel, rawLetter } from "./ingest/letters.ts";

const s = await benchDesk(sqliteStorage({ path: mkdtempSync("/tmp/c1-") + "/d.db" }));
const N = Number(process.argv[2] ?? 4000);
const W = Number(process.argv[3] ?? 1);
let n = 0;
const go = async (upto: number) => {
  await Promise.all(
    Array.from({ length: W }, async () => {
      while (n < upto) await s.receive(lettersChannel.id, rawLetter(n++));
    }),
  );
};
await go(1000);
const c0 = process.cpuUsage();
const t = performance.now();
await go(1000 + N);
const c = process.cpuUsage(c0);
console.log(
  "us/msg wall",
  (((performance.now() - t) * 1000) / N).toFixed(0),
  "cpu user",
  (c.user / N).toFixed(0),
  "sys",
  (c.system / N).toFixed(0),
);
await s.stop();
