import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Change, InsertChange, Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import type { Contender } from "../harness.ts";
import { benchDesk } from "./benchDesk.ts";
import { lettersChannel, rawLetter } from "./letters.ts";

/**
 * What a person would write for the same rows: prepared INSERTs of every table, BEGIN and COMMIT around each message,
 * into the tables that the desk itself makes (indexes and full-text search included). The rows are worked out
 * beforehand; only binding them, with their JSON, is timed.
 */
export async function handWritten(
  folder: string,
  lettersInRound: number,
): Promise<Contender & { close(): void }> {
  const path = join(folder, "by-hand.db");
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
    close: () => database.close(),
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

/** The rows that a desk writes for each of the next letters. */
export async function messageRows(): Promise<(count: number) => Promise<readonly (readonly InsertChange[])[]>> {
  const commits: (readonly Change[])[] = [];
  const memory = memoryStorage();
  const recording: Storage = {
    ...memory,
    commit: async (changes) => {
      commits.push(changes);
      await memory.commit(changes);
    },
  };
  const support = await benchDesk(recording);
  let next = 0;
  return async (count) => {
    commits.length = 0;
    for (let at = 0; at < count; at++) await support.receive(lettersChannel.id, rawLetter(next++));
    return commits.map((changes) => changes.filter((change) => change.kind === "insert"));
  };
}

export type Bound = string | number | null | Uint8Array;

export function bound(type: string | undefined, value: unknown): Bound {
  if (value === null) return null;
  if (type === "json") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) return value;
  throw new TypeError(`A value can't be bound: ${typeof value}.`);
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
