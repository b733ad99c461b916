import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { deskSuite } from "@heedkit/testing";
import { sqliteStorage } from "./index.ts";

const folders = new Map<Storage, string>();

deskSuite({
  name: "sqlite",
  create() {
    const folder = mkdtempSync(join(tmpdir(), "heedkit-desk-"));
    const storage = sqliteStorage({ path: join(folder, "desk.db") });
    folders.set(storage, folder);
    return storage;
  },
  dispose(storage) {
    rmSync(folders.get(storage) ?? "", { recursive: true });
  },
});
