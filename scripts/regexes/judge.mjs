import { fork } from "node:child_process";

/**
 * Judges one regular expression after the other in a process of its own: a thread that runs out of memory can take the
 * whole process with it. The verdict on one that takes too long, or that ends the process, is `unknown`, and the next
 * one gets a new process.
 *
 * @param {{ seconds: number, megabytes: number }} limits For one regular expression.
 * @returns {{
 *   verdictOn: (pattern: { source: string, flags: string }) => Promise<{ status: string, detail: string }>,
 *   stop: () => void,
 * }}
 */
export function openJudge({ seconds, megabytes }) {
  let analyser = null;
  return {
    async verdictOn({ source, flags }) {
      analyser ??= fork(new URL("./analyser.mjs", import.meta.url), {
        execArgv: [`--max-old-space-size=${megabytes}`],
        // Node.js writes pages about a heap that is full.
        stdio: ["ignore", "inherit", "ignore", "ipc"],
      });
      const verdict = await verdictOf(analyser, { source, flags }, seconds);
      if (verdict.status === "unknown") {
        analyser.kill("SIGKILL");
        analyser = null;
      }
      return verdict;
    },
    stop() {
      analyser?.kill();
    },
  };
}

function verdictOf(analyser, pattern, seconds) {
  const { promise, resolve } = Promise.withResolvers();
  const giveUp = (detail) => resolve({ status: "unknown", detail: `could not be judged, ${detail}` });
  const onExit = (code, signal) => giveUp(`as it ended the analyser (${signal ?? `exit code ${code}`})`);
  const onError = (error) => giveUp(`as the analyser failed: ${error.message}`);
  const timer = setTimeout(() => giveUp(`as it takes more than ${seconds} s`), seconds * 1000);
  analyser.once("message", resolve).once("exit", onExit).once("error", onError);
  analyser.send(pattern, (error) => error && onError(error));
  return promise.finally(() => {
    clearTimeout(timer);
    analyser.off("message", resolve).off("exit", onExit).off("error", onError);
  });
}
