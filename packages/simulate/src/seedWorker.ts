import { parentPort, workerData } from "node:worker_threads";
import { places } from "./places.ts";
import { runSeedIn } from "./runSeed.ts";
import { digestAtOnce } from "./world/platform.ts";

/** What a thread is to do: every `step`th seed. */
export interface Share {
  readonly from: number;
  readonly until: number;
  readonly step: number;
  readonly storage: string;
}

const { from, until, step, storage }: Share = workerData;
const place = places[storage];
if (place === undefined)
  throw new Error(`There is no simulation on "${storage}". There is: ${Object.keys(places).join(", ")}.`);

digestAtOnce();
// Failures are made by the thousand, and nobody reads where.
Error.stackTraceLimit = 2;
for (let seed = from; seed < until; seed += step) parentPort?.postMessage(await runSeedIn(place(), seed));
