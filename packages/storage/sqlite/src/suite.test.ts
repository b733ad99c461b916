import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Storage } from "@heedkit/core";
import { storageSuite } from "@heedkit/testing";
import { sqliteStorage } from "./index.ts";

const folders = new Map<Storage, string>();

function open(folder: string): Storage {
  const storage = sqliteStorage({ path: join(folder, "desk.db") });
  folders.set(storage, folder);
  return storage;
}

function folderOf(storage: Storage): string {
  const folder = folders.get(storage);
  if (folder === undefined) throw new Error("This storage was not made here.");
  return folder;
}

storageSuite({
  name: "sqlite",
  create: () => open(mkdtempSync(join(tmpdir(), "heedkit-sqlite-"))),
  async dispose(storage) {
    await storage.close();
    rmSync(folderOf(storage), { recursive: true });
  },
  openAgain: (storage) => open(folderOf(storage)),
  beginHostTransaction(storage) {
    const database = new DatabaseSync(join(folderOf(storage), "desk.db"), { timeout: 5000 });
    database.exec("begin immediate");
    const end = (how: "commit" | "rollback") => async () => {
      database.exec(how);
    };
    return { handle: database, commit: end("commit"), rollback: end("rollback") };
  },
});

storageSuite({
  name: "sqlite in memory",
  create: () => sqliteStorage({ path: ":memory:" }),
  capabilities: { hostTransactions: false, durable: false, shared: false },
});
