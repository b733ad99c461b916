import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./freePort.ts";

const run = promisify(execFile);
const services = fileURLToPath(new URL("../../../../scripts/services.sh", import.meta.url));

/** A PostgreSQL server for this run only, which may be killed. */
export interface OwnServer {
  readonly url: string;
  /** Sends SIGKILL to all its processes at once, like a power failure; resolves when it serves again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnServer(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-server-"));
  // The server runs as a separate user.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const env = { ...process.env, HEEDKIT_SERVICES: folder, HEEDKIT_POSTGRES_PORT: String(port) };
  const start = () => run("bash", [services, "postgres"], { env });
  await start();
  let killing: Promise<unknown> = Promise.resolve();
  return {
    url: `postgres://heedkit:secret@127.0.0.1:${port}/heedkit`,
    kill() {
      killing = killing.then(async () => {
        const [first = ""] = readFileSync(join(folder, "postgres/data/postmaster.pid"), "utf8").split("\n");
        const family = [Number(first), ...childrenOf(Number(first))];
        for (const pid of family) killIfThere(pid);
        while (family.some(isAlive)) await pause(5);
        await start();
      });
      return killing.then(() => undefined);
    },
    async stop() {
      await killing;
      await run("bash", [services, "stop", "postgres"], { env });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => parentOf(pid) === parent).map(Number);
}

/** From `pid (name) state parent ...`, where a name may hold anything. */
function parentOf(pid: string): number | undefined {
  try {
    const [, , parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.split(" ") ?? [];
    return Number(parent);
  } catch {
    return undefined;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has exited by itself.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
