import { pathToFileURL } from "node:url";

/**
 * Loads files and tells which patterns they build with `new RegExp` meanwhile, and on which line.
 *
 * @param {readonly string[]} files
 * @param {() => Promise<void>} use Calls what builds patterns only when it is called.
 * @returns {Promise<{ file: string, line: number, source: string, flags: string }[]>}
 */
export async function builtRegexes(files, use) {
  const addresses = new Map(files.map((file) => [pathToFileURL(file).href, file]));
  const built = [];
  const Original = globalThis.RegExp;
  const note = (source, flags) => {
    const { stack = "" } = new Error();
    for (const line of stack.split("\n").slice(1)) {
      const place = line.match(/(file:\/\/.*?):(\d+):\d+\)?$/);
      const file = place === null ? undefined : addresses.get(place[1]);
      if (file === undefined) continue;
      built.push({
        file,
        line: Number(place[2]),
        source: source.source ?? String(source),
        flags: flags ?? "",
      });
      return;
    }
  };
  globalThis.RegExp = new Proxy(Original, {
    construct(target, values, newTarget) {
      note(...values);
      return Reflect.construct(target, values, newTarget);
    },
    apply(target, self, values) {
      note(...values);
      return Reflect.apply(target, self, values);
    },
  });
  try {
    for (const address of addresses.keys()) await import(address);
    await use();
  } finally {
    globalThis.RegExp = Original;
  }
  return built;
}
