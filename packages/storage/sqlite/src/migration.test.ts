import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Storage } from "@heedkit/core";
import { migrationSuite } from "@heedkit/testing";
import { sqliteStorage } from "./index.ts";

const folders = new Map<Storage, string>();

function open(folder: string): Storage {
  const storage = sqliteStorage({ path: join(folder, "desk.db") });
  folders.set(storage, folder);
  return storage;
}

/** A file whose tables this package made when it was new. */
function openFirst(): Storage {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-migration-"));
  const database = new DatabaseSync(join(folder, "desk.db"));
  database.exec(readFileSync(new URL("./testing/recorded/first-desk.sql", import.meta.url), "utf8"));
  database.close();
  return open(folder);
}

const folderOf = (storage: Storage) => folders.get(storage) ?? "not made here";

const reopening = {
  openAgain: (closed: Storage) => open(folderOf(closed)),
  dispose: (storage: Storage) => rmSync(folderOf(storage), { recursive: true }),
};

migrationSuite({
  name: "sqlite",
  create: () => open(mkdtempSync(join(tmpdir(), "heedkit-migration-"))),
  ...reopening,
});

migrationSuite({ name: "a file of the first sqlite adapter", create: openFirst, ...reopening });
