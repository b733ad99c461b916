import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blobs, type Storage, storedBlobs } from "@heedkit/core";
import { blobsSuite } from "@heedkit/testing";
import { sqliteStorage } from "./index.ts";

blobsSuite({
  name: "rows in sqlite",
  has: { openBeside: false, interruptPut: false },
  create() {
    const folder = mkdtempSync(join(tmpdir(), "heedkit-sqlite-"));
    const opened: Storage[] = [];
    return {
      async open() {
        const storage = sqliteStorage({ path: join(folder, "desk.db") });
        opened.push(storage);
        await storage.schema.apply([blobs]);
        return storedBlobs(storage);
      },
      async dispose() {
        for (const storage of opened) await storage.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
});
