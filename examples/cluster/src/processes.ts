import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const services = fileURLToPath(new URL("../../../scripts/services.sh", import.meta.url));
const readyMessage = z.object({ ready: z.literal(true), port: z.number().optional() });

export interface RunningProcess {
  readonly child: ChildProcess;
  /** Where a web process listens. */
  readonly url: string;
  /** Asks it to finish its work, and waits until it has exited. */
  stop(): Promise<void>;
}

/** The servers named by the environment, or those that `scripts/services.sh` starts on this machine. */
export function serverUrls() {
  const { DATABASE_URL, REDIS_URL } = process.env;
  return {
    DATABASE_URL: DATABASE_URL ?? `postgres://heedkit:secret@${started("postgres")}/heedkit`,
    REDIS_URL: REDIS_URL ?? `redis://${started("redis")}`,
  };
}

function started(service: string): string {
  const output = execFileSync("bash", [services, service], { encoding: "utf8" });
  const [, address] = output.trim().split(" ");
  if (address === undefined) throw new Error(`${service} did not start: ${output}`);
  return address;
}

/** Starts a process and waits until it is ready. */
export async function startProcess(
  role: "web" | "worker",
  environment: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const file = fileURLToPath(new URL(`./${role}.ts`, import.meta.url));
  const child = fork(file, { env: { ...process.env, ...environment } });
  const ended = once(child, "exit");
  const first: unknown = await Promise.race([
    once(child, "message").then(([message]: unknown[]) => message),
    ended.then(() => null),
  ]);
  const ready = readyMessage.safeParse(first);
  if (!ready.success) throw new Error(`A ${role} process did not start.`);
  return {
    child,
    url: `http://127.0.0.1:${ready.data.port}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
