import type { Keyed, Table } from "@heedkit/core";

export interface Entry extends Keyed {
  readonly text: string | null;
  readonly count: number;
}

/** A table for tests, searchable. */
export const entries: Table<Entry> = {
  name: "entries",
  comment: "Rows of the tests of SQLite storage.",
  columns: {
    tenantId: { type: "text", nullable: false },
    id: { type: "text", nullable: false },
    text: { type: "text", nullable: true },
    count: { type: "integer", nullable: false },
  },
  unique: [],
  indexes: [{ name: "count", fields: ["tenantId", "count"] }],
  search: ["text"],
};
