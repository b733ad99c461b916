import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

// Node.js runs TypeScript by itself, but does not know the paths of tsconfig.json, by which packages find each other
// before they are built.
const root = new URL("../", import.meta.url);
const { paths } = JSON.parse(readFileSync(new URL("tsconfig.json", root), "utf8")).compilerOptions;
const files: readonly (readonly [string, readonly string[]])[] = Object.entries(paths);

registerHooks({
  resolve(specifier, context, next) {
    for (const [name, [file]] of files) {
      const [start = name, end] = name.split("*");
      const isMatch = end === undefined ? specifier === name : specifier.startsWith(start);
      if (isMatch && file !== undefined)
        return next(new URL(file.replace("*", specifier.slice(start.length)), root).href, context);
    }
    return next(specifier, context);
  },
});
