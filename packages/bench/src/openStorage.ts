import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { sqliteStorage } from "@heedkit/storage-sqlite";

const storages: Readonly<Record<string, (folder: string) => Storage>> = {
  sqlite: (folder) => sqliteStorage({ path: join(folder, "desk.db") }),
  memory: () => memoryStorage(),
};

/** The storage of `--storage`, empty. */
export function openStorage(name: string, folder: string): Storage {
  const open = Object.hasOwn(storages, name) ? storages[name] : undefined;
  if (open !== undefined) return open(folder);
  throw new Error(`There is no storage "${name}" here. There are: ${Object.keys(storages).join(", ")}.`);
}
