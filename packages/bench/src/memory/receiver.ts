import { benchDesk } from "../ingest/benchDesk.ts";
import { lettersChannel, rawLetter } from "../ingest/letters.ts";
import { openStorage } from "../storages.ts";

/** Receives mails in a separate process, started with `--expose-gc`, and reports its memory after each step. */
const [storage = "", location = "", steps = "", lettersInStep = ""] = process.argv.slice(2);
const width = 32;
const support = await benchDesk(openStorage(storage, location));

for (let step = 0; step < Number(steps); step++) {
  let next = step * Number(lettersInStep);
  const end = next + Number(lettersInStep);
  const lane = async () => {
    while (next < end) {
      const { outcome } = await support.receive(lettersChannel.id, rawLetter(next++));
      if (outcome !== "accepted") throw new Error(`A mail was ${outcome}.`);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  // Twice: the second pass frees what the first one finalised.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
}
await support.stop();
process.disconnect();
