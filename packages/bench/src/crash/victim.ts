import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./freePort.ts";

/** A desk that is killed and restarted, always on the same database and port. */
export interface Victim {
  readonly port: () => Promise<number>;
  /** Sends SIGKILL after this many milliseconds; resolves when the next process listens. */
  kill(afterMs: number): Promise<void>;
  /** Lets the desk do due work for at most three minutes, then stops it gracefully. */
  settle(isDone: () => Promise<boolean>): Promise<void>;
}

export function startVictim(kind: string, location: string, sinkPort: number): Victim {
  const port = freePort();
  let killing: Promise<void> = Promise.resolve();
  const begin = async (): Promise<ChildProcess> => {
    const child = fork(
      new URL("./desk.ts", import.meta.url),
      [kind, location, String(await port), String(sinkPort)],
      {
        stdio: ["ignore", "inherit", "ignore", "ipc"],
      },
    );
    await once(child, "message");
    return child;
  };
  let current = begin();

  return {
    async port() {
      await current;
      return port;
    },
    kill(afterMs) {
      killing = killing.then(async () => {
        const child = await current;
        await pause(afterMs);
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
        current = begin();
        await current;
      });
      return killing;
    },
    async settle(isDone) {
      await killing;
      const child = await current;
      // Longer than the lease: what killed processes held is taken over and sent.
      await pause(6_000);
      const end = performance.now() + 180_000;
      while (performance.now() < end && !(await isDone())) await pause(500);
      const gone = once(child, "exit");
      child.send("stop");
      await gone;
    },
  };
}
