import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { WorkerWord } from "./worker.ts";

export interface RacingWorker {
  readonly child: ChildProcess;
  /** Codes of the failures that it reported, in order. */
  readonly reported: string[];
  /** Jobs with a pause that it has taken. */
  readonly begun: number[];
  stop(): Promise<void>;
}

/** Starts worker processes; resolves when all of them take jobs. */
export function startWorkers(
  count: number,
  kind: string,
  location: string,
  leaseMs: number,
): Promise<readonly RacingWorker[]> {
  return Promise.all(Array.from({ length: count }, () => startWorker(kind, location, leaseMs)));
}

async function startWorker(kind: string, location: string, leaseMs: number): Promise<RacingWorker> {
  const child = fork(new URL("./worker.ts", import.meta.url), [kind, location, String(leaseMs)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const reported: string[] = [];
  const begun: number[] = [];
  const ready = Promise.withResolvers<void>();
  child.on("message", (message) => {
    // Only `worker.ts` is at the other end.
    const said = message as WorkerWord;
    if (said.word === "ready") ready.resolve();
    else if (said.word === "begun") begun.push(said.number);
    else reported.push(said.code);
  });
  child.once("exit", (code) => ready.reject(new Error(`A worker exited with ${code} before it was ready.`)));
  await ready.promise;
  return {
    child,
    reported,
    begun,
    async stop() {
      const gone = once(child, "exit");
      child.send("stop");
      await gone;
    },
  };
}
