import type { Keyed, Table } from "@heedkit/core";

export interface Sample extends Keyed {
  readonly name: string;
  readonly note: string | null;
  readonly count: number;
  readonly rank: number | null;
  readonly isOpen: boolean;
  readonly tags: readonly string[];
}

/** A table for the tests of this package. */
export const samples: Table<Sample> = {
  name: "samples",
  comment: "Rows of tests.",
  columns: {
    tenantId: { type: "text", nullable: false },
    id: { type: "text", nullable: false },
    name: { type: "text", nullable: false },
    note: { type: "text", nullable: true },
    count: { type: "integer", nullable: false },
    rank: { type: "integer", nullable: true },
    isOpen: { type: "boolean", nullable: false },
    tags: { type: "json", nullable: false },
  },
  unique: [{ name: "name", fields: ["tenantId", "name"] }],
  indexes: [{ name: "rank", fields: ["rank"], sparse: true }],
};
