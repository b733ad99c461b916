import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { migrationSuite } from "@heedkit/testing";
import { sqliteStorage } from "./index.ts";

const folders = new Map<Storage, string>();

function open(folder: string): Storage {
  const storage = sqliteStorage({ path: join(folder, "desk.db") });
  folders.set(storage, folder);
  return storage;
}

const folderOf = (storage: Storage) => folders.get(storage) ?? "not made here";

migrationSuite({
  name: "sqlite",
  create: () => open(mkdtempSync(join(tmpdir(), "heedkit-migration-"))),
  openAgain: (closed) => open(folderOf(closed)),
  dispose: (storage) => rmSync(folderOf(storage), { recursive: true }),
});
