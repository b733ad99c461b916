import { defineConfig } from "tsup";

/** The build every package shares: ESM and declarations, from the given entries. */
export function packageBuild(entry: Record<string, string> = { index: "src/index.ts" }) {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2023",
    dts: true,
    clean: true,
    sourcemap: true,
    treeshake: true,
    tsconfig: new URL("./tsconfig.build.json", import.meta.url).pathname,
  });
}
