import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of public test data, searched from the working directory upwards; null if there is none. */
export function corpus(name: string): string | null {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const here = join(folder, "shared", "data", name);
    if (existsSync(here)) return here;
    if (folder === dirname(folder)) return null;
  }
}

/** The big list of naughty strings. */
export function naughtyStrings(): readonly string[] {
  const folder = corpus("strings");
  if (folder === null) return [];
  const list: unknown = JSON.parse(readFileSync(join(folder, "blns.json"), "utf8"));
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

/** SQL injection payloads, one per line in their files. */
export function injections(): readonly string[] {
  const folder = corpus("sqli");
  if (folder === null) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".txt"));
  const lines = files.flatMap((file) => readFileSync(join(folder, file), "utf8").split(/\r?\n/));
  return [...new Set(lines.filter((line) => line !== ""))];
}
