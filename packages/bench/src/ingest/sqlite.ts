import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { InsertChange } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { benchDesk } from "./benchDesk.ts";
import type { ByHand, Ground } from "./ground.ts";
import { messageRows, snakeCase } from "./rows.ts";

/** SQLite in files of a temporary folder. One process writes one after the other: by hand there is no more than one. */
export function sqliteGround(): Ground {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-bench-"));
  return {
    storage: (width) => sqliteStorage({ path: join(folder, `desk-${width}.db`) }),
    byHand: (width, lettersInRound) => handWritten(join(folder, `by-hand-${width}.db`), lettersInRound),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * What a person would write for the same rows: prepared INSERTs of every table, BEGIN and COMMIT around each message,
 * into the tables that the desk itself makes (indexes and full-text search included). The rows are worked out
 * beforehand; only binding them, with their JSON, is timed.
 */
async function handWritten(path: string, lettersInRound: number): Promise<ByHand> {
  const made = await benchDesk(sqliteStorage({ path }));
  await made.stop();
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  const statements = new Map<string, StatementSync>();
  const source = await messageRows();

  const insert = ({ table, row }: InsertChange) => {
    const fields = Object.keys(table.columns);
    let statement = statements.get(table.name);
    if (statement === undefined) {
      const names = fields.map((field) => `"${snakeCase(field)}"`).join(", ");
      const places = fields.map(() => "?").join(", ");
      statement = database.prepare(
        `INSERT INTO heedkit_${snakeCase(table.name)} (${names}) VALUES (${places})`,
      );
      statements.set(table.name, statement);
    }
    statement.run(...fields.map((field) => bound(table.columns[field]?.type, row[field])));
  };

  return {
    name: "by hand",
    close: async () => database.close(),
    async measure() {
      const messages = await source(lettersInRound);
      const startedAt = performance.now();
      for (const rows of messages) {
        database.exec("BEGIN IMMEDIATE");
        for (const row of rows) insert(row);
        database.exec("COMMIT");
      }
      return (lettersInRound / (performance.now() - startedAt)) * 1_000;
    },
  };
}

type Bound = string | number | null | Uint8Array;

function bound(type: string | undefined, value: unknown): Bound {
  if (value === null) return null;
  if (type === "json") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) return value;
  throw new TypeError(`A value can't be bound: ${typeof value}.`);
}
