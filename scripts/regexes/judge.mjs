import { Worker } from "node:worker_threads";

/** An ordinary pattern needs some 100 MB; one that needs more than this is too much for the analyser. */
const resourceLimits = { maxOldGenerationSizeMb: 1024 };

/**
 * Judges one regular expression after the other in a worker of its own. A pattern that kills the worker comes back as
 * unknown, and the next one gets a new worker.
 *
 * @returns {{
 *   verdictOn: (pattern: { source: string, flags: string }) => Promise<{ status: string, detail: string }>,
 *   stop: () => Promise<void>,
 * }}
 */
export function openJudge() {
  let worker = null;
  return {
    verdictOn({ source, flags }) {
      worker ??= new Worker(new URL("./judgeWorker.mjs", import.meta.url), { resourceLimits });
      const current = worker;
      return new Promise((resolve) => {
        const settle = (verdict) => {
          current.removeAllListeners();
          resolve(verdict);
        };
        const died = (detail) => {
          worker = null;
          // A dying worker may have more to say, which nobody waits for.
          settle({ status: "unknown", detail });
          current.on("error", () => {});
        };
        current.once("message", settle);
        current.once("error", (error) => died(`the analyser died: ${error.code ?? error.message}`));
        current.once("exit", (code) => died(`the analyser ended with exit code ${code}`));
        current.postMessage({ source, flags });
      });
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
