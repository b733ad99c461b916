import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { sqliteStorage } from "@heedkit/storage-sqlite";

/** Where rows are, empty at first. */
export interface Place {
  /** Called again, it gives what is there. */
  open(): Storage;
  dispose?(): void;
}

/** Rows in memory; they stay when the process dies. */
export function inMemory(): Place {
  const storage = memoryStorage();
  return { open: () => storage };
}

/** A file, which each process opens anew. What kills here is no power cut, so commits need not wait for the disk. */
export function inSqliteFile(): Place {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-simulate-"));
  return {
    open: () => sqliteStorage({ path: join(folder, "desk.db"), synchronous: "normal" }),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

export const places: Readonly<Record<string, () => Place>> = { memory: inMemory, sqlite: inSqliteFile };
