/** @module A parser thread that tells each request how many came with it, hangs on `hang` and dies of `die`. */
import { parentPort } from "node:worker_threads";
import type { ParserAnswer, ParserMessage, ParserRequest } from "../parsing/parserRequest.ts";

parentPort?.on("message", (requests: readonly ParserRequest[]) => {
  const answers = requests.map(({ body }): ParserAnswer => {
    const word = Buffer.from(body.subarray(0, 4)).toString();
    if (word === "die!") process.exit(1);
    while (word === "hang");
    return { kind: "failed", code: "UNPARSEABLE", message: `one of ${requests.length}`, details: {} };
  });
  parentPort?.postMessage({ kind: "answers", answers } satisfies ParserMessage);
});
parentPort?.postMessage({ kind: "ready" } satisfies ParserMessage);
