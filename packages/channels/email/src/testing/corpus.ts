import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder of the shared test material beside the repository, or null where it is not there. */
export function corpus(folder: string): string | null {
  for (let place = dirname(fileURLToPath(import.meta.url)); ; place = dirname(place)) {
    const found = join(place, "shared", "data", folder);
    if (existsSync(found)) return found;
    if (place === dirname(place)) return null;
  }
}

/** Every file below a folder, licences and lists left out. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => !/LICEN[CS]E|README|expected\.json$/.test(path));
}

/** Title of a corpus test; says so where the corpus is not there to run it. */
export function corpusTitle(title: string, folder: string | null): string {
  return folder === null ? `${title} (SKIPPED: shared/data is not here)` : title;
}
