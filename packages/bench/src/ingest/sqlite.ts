import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { handWritten } from "./byHand.ts";
import type { Ground } from "./ground.ts";

/** Files in a folder of their own. */
export async function sqliteGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-bench-"));
  let desks = 0;
  return {
    byHand: (lettersInRound) => handWritten(folder, lettersInRound),
    storage: async () => sqliteStorage({ path: join(folder, `desk-${++desks}.db`) }),
    clear: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
