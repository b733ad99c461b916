import { parentPort, workerData } from "node:worker_threads";
import { runSeed } from "./runSeed.ts";
import { digestAtOnce } from "./world/platform.ts";

/** One of several threads that share the seeds. */
const { from, until, step }: { readonly from: number; readonly until: number; readonly step: number } = workerData;

digestAtOnce();
for (let seed = from; seed < until; seed += step) parentPort?.postMessage(await runSeed(seed));
