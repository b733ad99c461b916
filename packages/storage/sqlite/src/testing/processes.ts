import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

const resolver = new URL("../../../../../scripts/resolve-sources.ts", import.meta.url).href;

/** Runs a TypeScript file of this folder in a separate process, killed after the test. */
export function runProcess(file: string, ...values: readonly string[]): ChildProcess {
  const program = new URL(file, import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", resolver, program, ...values], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** What the process prints until it ends, line by line. */
export async function linesOf(
  child: ChildProcess,
  each: (line: string) => void = () => undefined,
): Promise<string[]> {
  const lines: string[] = [];
  if (child.stdout === null) return lines;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    each(line);
  }
  return lines;
}
