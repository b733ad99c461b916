import { defineConfig } from "tsup";

/**
 * The build every package shares: one ESM file for each entry. Declarations come from the compiler itself, file by
 * file, so that interfaces which plugins augment stay where they are declared.
 */
export function packageBuild(entry: Record<string, string> = { index: "src/index.ts" }) {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2023",
    platform: "neutral",
    removeNodeProtocol: false,
    external: [/^node:/],
    clean: true,
    sourcemap: true,
    treeshake: true,
    tsconfig: new URL("./tsconfig.base.json", import.meta.url).pathname,
  });
}
