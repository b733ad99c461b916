import type { Keyed, Table } from "@heedkit/core";

export interface Entry extends Keyed {
  readonly text: string | null;
  readonly code: string | null;
  readonly count: number;
}

/** A table for tests, searchable. */
export const entries: Table<Entry> = {
  name: "entries",
  comment: "Rows of the tests of MySQL storage.",
  columns: {
    tenantId: { type: "text", nullable: false },
    id: { type: "text", nullable: false },
    text: { type: "text", nullable: true, comment: "What somebody said." },
    code: { type: "text", nullable: true },
    count: { type: "integer", nullable: false },
  },
  unique: [{ name: "code", fields: ["tenantId", "code"] }],
  indexes: [{ name: "count", fields: ["tenantId", "count"] }],
  search: ["text"],
};
