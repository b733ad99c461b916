import { benchDesk } from "../ingest/benchDesk.ts";
import { lettersChannel, rawLetter } from "../ingest/letters.ts";
import { openStorage } from "../storages.ts";

/** Receives letters in a process of its own, begun with `--expose-gc`, and tells after each step what it holds. */
const [storage = "", location = "", steps = "", lettersInStep = ""] = process.argv.slice(2);
const width = 32;
const support = await benchDesk(openStorage(storage, location));

for (let step = 0; step < Number(steps); step++) {
  let next = step * Number(lettersInStep);
  const end = next + Number(lettersInStep);
  const lane = async () => {
    while (next < end) {
      const { outcome } = await support.receive(lettersChannel.id, rawLetter(next++));
      if (outcome !== "accepted") throw new Error(`A letter was ${outcome}.`);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  // Twice: what a first pass finalises is freed by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
}
await support.stop();
process.disconnect();
