import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { blobsSuite } from "@heedkit/testing";
import { diskBlobs } from "./index.ts";
import { placeOf } from "./paths.ts";

const putter = fileURLToPath(new URL("testing/put.ts", import.meta.url));
let round = 0;

/** A process of its own that is killed before, while or after it writes. */
async function killWhilePutting(directory: string, key: string, bytes: Uint8Array): Promise<void> {
  const { folder, file } = await placeOf(directory, key);
  const child = spawn(process.execPath, [putter, directory, folder, file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  child.stdin.on("error", () => undefined).end(bytes);
  await Promise.race([once(child.stdout, "data"), exited]);
  await pause((round++ % 6) * 2);
  child.kill("SIGKILL");
  await exited;
}

blobsSuite({
  name: "disk",
  create() {
    const parent = mkdtempSync(join(tmpdir(), "heedkit-blobs-"));
    const directory = join(parent, "own");
    return {
      open: () => diskBlobs({ directory }),
      openBeside: () => diskBlobs({ directory: join(parent, "other") }),
      interruptPut: (key, bytes) => killWhilePutting(directory, key, bytes),
      dispose: async () => rmSync(parent, { recursive: true }),
    };
  },
});
