import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { postgresStorage } from "@heedkit/storage-postgres";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { Client } from "pg";
import { portOf } from "../../../scripts/services.ts";

/** Where rows are, empty at first. */
export interface Place {
  /** Called again, it gives what is there. */
  open(): Storage;
  dispose?(): Promise<void> | void;
}

/** Rows in memory; they stay when the process dies. */
export function inMemory(): Place {
  const storage = memoryStorage();
  return { open: () => storage };
}

/** A file, which each process opens for itself. What kills here is no power cut, so commits need not wait for the disk. */
export function inSqliteFile(): Place {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-simulate-"));
  return {
    open: () => sqliteStorage({ path: join(folder, "desk.db"), synchronous: "normal" }),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** Tables of their own on the PostgreSQL server of `scripts/services.sh`. @throws Error where there is none. */
export function inPostgres(): Place {
  const port = portOf("postgres");
  if (port === null) throw new Error("There is no PostgreSQL here: see scripts/services.sh.");
  const url = `postgres://heedkit:secret@127.0.0.1:${port}/heedkit`;
  const schema = `simulate_${crypto.randomUUID().replaceAll("-", "")}`;
  return {
    open: () => postgresStorage({ url, schema, maxConnections: 4 }),
    async dispose() {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(`drop schema if exists ${schema} cascade`);
      await client.end();
    },
  };
}

export const places: Readonly<Record<string, () => Place>> = {
  memory: inMemory,
  sqlite: inSqliteFile,
  postgres: inPostgres,
};
