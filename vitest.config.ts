import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longestFirst.ts";

const { workspaces } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));
const packages: string[] = workspaces.filter((folder: string) => folder.startsWith("packages/"));

/**
 * Packages whose test files share a process, one after the other: to load the whole core for each of them takes longer
 * than most tests. Elsewhere files keep connections and servers for themselves.
 */
const sharing: ReadonlySet<string> = new Set(["packages/core"]);

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    passWithNoTests: false,
    // Vitest's own default is one fewer than there are cores: on two cores one file at a time, though tests wait for servers
    // and timers much of theirs.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    // Parser threads, databases and servers take seconds to start on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Threads that the code under test starts find the sources of other packages, not what was built from them.
    execArgv: ["--import", new URL("./scripts/resolve-sources.ts", import.meta.url).href],
    setupFiles: ["seed-properties", "check-outputs"].map((name) =>
      fileURLToPath(new URL(`./scripts/${name}.ts`, import.meta.url)),
    ),
    projects: packages.map((folder) => ({
      extends: true as const,
      root: folder,
      test: {
        name: folder.replace("packages/", ""),
        include: ["src/**/*.test.ts"],
        isolate: !sharing.has(folder),
      },
    })),
  },
});
