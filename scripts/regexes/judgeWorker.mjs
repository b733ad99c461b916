// Judges one regular expression after the other. The analyser is its pure JavaScript build, without any clock of its
// own, so that a slow machine comes to the same verdict.
import { parentPort } from "node:worker_threads";
import recheck from "recheck/lib/browser.js";

const bounds = { incubationTimeout: null, attackTimeout: null, recallTimeout: null, timeout: 240_000 };

parentPort.on("message", ({ source, flags }) => {
  const { status, complexity, attack, error } = recheck.checkSync(source, flags, bounds);
  parentPort.postMessage({
    status,
    detail: [complexity?.summary, attack && `for example ${attack.pattern}`, error?.kind]
      .filter(Boolean)
      .join(", "),
  });
});
