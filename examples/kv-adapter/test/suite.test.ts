import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { deskSuite, storageSuite } from "@heedkit/testing";
import { createStorage } from "unstorage";
import fs from "unstorage/drivers/fs";
import memory from "unstorage/drivers/memory";
import { kvStorage } from "../src/kvStorage.ts";

const inMemory = () => kvStorage({ kv: createStorage({ driver: memory() }), durable: false });
const capabilities = { search: false, hostTransactions: false, shared: false };

storageSuite({ name: "kv in memory", create: inMemory, capabilities: { ...capabilities, durable: false } });
deskSuite({ name: "kv in memory", create: inMemory });

const folders = new Map<Storage, string>();
const folderOf = (storage: Storage) => folders.get(storage) ?? "";
async function inFiles(folder: string): Promise<Storage> {
  const storage = await kvStorage({ kv: createStorage({ driver: fs({ base: folder }) }), durable: true });
  folders.set(storage, folder);
  return storage;
}

storageSuite({
  name: "kv in files",
  create: () => inFiles(mkdtempSync(join(tmpdir(), "heedkit-kv-"))),
  openAgain: (storage) => inFiles(folderOf(storage)),
  async dispose(storage) {
    await storage.close();
    rmSync(folderOf(storage), { recursive: true });
  },
  capabilities,
});
