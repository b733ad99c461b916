import type { InsertChange, Keyed, Table } from "@heedkit/core";

export interface Entry extends Keyed {
  readonly text: string | null;
  readonly count: number;
}

/** A table for tests, searchable. */
export const entries: Table<Entry> = {
  name: "entries",
  comment: "Rows of the tests of PostgreSQL storage.",
  columns: {
    tenantId: { type: "text", nullable: false },
    id: { type: "text", nullable: false },
    text: { type: "text", nullable: true, comment: 'What it\'s about: a "quote", a \\ and more' },
    count: { type: "integer", nullable: false },
  },
  unique: [],
  indexes: [{ name: "count", fields: ["tenantId", "count"] }],
  search: ["text"],
};

export function insert(id: string, text: string | null = null, count = 0): InsertChange {
  return { kind: "insert", table: entries, row: { tenantId: "t", id, text, count } };
}

export function entry(id: string): Keyed {
  return { tenantId: "t", id };
}
