import { createSupport, isSupportError } from "@heedkit/core";
import { openStorage } from "../storages.ts";
import { marksPlugin } from "./marks.ts";

/** Messages from a worker to its parent. */
export type WorkerWord =
  | { readonly word: "ready" }
  | { readonly word: "begun"; readonly number: number }
  | { readonly word: "reported"; readonly code: string };

/** One of the racing workers, in a separate process. */
const [kind = "", location = "", leaseMs = ""] = process.argv.slice(2);
const tell = (word: WorkerWord) => process.send?.(word);
const support = await createSupport({
  storage: openStorage(kind, location),
  plugins: [marksPlugin((number) => tell({ word: "begun", number }))],
  worker: { leaseMs: Number(leaseMs), pollMs: 50, concurrency: 16 },
  report: (error) =>
    void tell({ word: "reported", code: isSupportError(error) ? error.code : String(error) }),
});
process.on("message", async () => {
  await support.stop();
  process.disconnect();
});
await support.start();
tell({ word: "ready" });
