import { blobs, storedBlobs } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { blobsSuite } from "./blobsSuite.ts";

blobsSuite({
  name: "rows in memory",
  has: { openBeside: false, interruptPut: false },
  async create() {
    const storage = memoryStorage();
    await storage.schema.apply([blobs]);
    return { open: () => storedBlobs(storage) };
  },
});
