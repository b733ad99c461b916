import type { Claimable, ColumnDefinition, ColumnType, InsertChange, Keyed, Table } from "@heedkit/core";

/** A row with a column of every type, with and without null. */
export interface Thing extends Keyed {
  readonly name: string;
  readonly nickname: string | null;
  readonly count: number;
  readonly rank: number | null;
  readonly score: number | null;
  readonly isOpen: boolean;
  readonly isFlagged: boolean | null;
  readonly at: number;
  readonly dueAt: number | null;
  readonly labels: readonly string[];
  readonly extra: unknown;
  readonly payload: Uint8Array | null;
}

/** A row that is claimed. */
export interface Task extends Claimable {
  readonly queue: string;
  readonly priority: number;
}

/** A row that is searched. */
export interface Note extends Keyed {
  readonly title: string;
  readonly body: string | null;
  readonly isPublic: boolean;
}

const required = (type: ColumnType): ColumnDefinition => ({ type, nullable: false });
const optional = (type: ColumnType): ColumnDefinition => ({ type, nullable: true });
const keyed = { tenantId: required("text"), id: required("text") };

export const things: Table<Thing> = {
  name: "things",
  comment: "Rows of the conformance suite, with a column of every type.",
  columns: {
    ...keyed,
    name: required("text"),
    nickname: optional("text"),
    count: required("integer"),
    rank: optional("integer"),
    score: optional("real"),
    isOpen: required("boolean"),
    isFlagged: optional("boolean"),
    at: required("instant"),
    dueAt: optional("instant"),
    labels: required("json"),
    extra: optional("json"),
    payload: optional("bytes"),
  },
  unique: [
    { name: "name", fields: ["tenantId", "name"] },
    { name: "place", fields: ["tenantId", "nickname", "rank"] },
  ],
  indexes: [
    { name: "count", fields: ["tenantId", "count"] },
    { name: "due", fields: ["dueAt"], sparse: true },
  ],
};

export const tasks: Table<Task> = {
  name: "sampleTasks",
  comment: "Rows of the conformance suite that are claimed.",
  columns: {
    ...keyed,
    queue: required("text"),
    priority: required("integer"),
    dueAt: optional("instant"),
    leasedUntil: optional("instant"),
    fence: required("integer"),
  },
  unique: [],
  indexes: [{ name: "due", fields: ["dueAt"], sparse: true }],
};

export const notes: Table<Note> = {
  name: "notes",
  comment: "Rows of the conformance suite that are searched.",
  columns: { ...keyed, title: required("text"), body: optional("text"), isPublic: required("boolean") },
  unique: [],
  indexes: [],
  search: ["title", "body"],
};

export const sampleTables: readonly Table[] = [things, tasks, notes];

/** A thing, named by its id. */
export function thing(tenantId: string, id: string, values: Partial<Thing> = {}): Thing {
  return {
    tenantId,
    id,
    name: `name of ${id}`,
    nickname: null,
    count: 0,
    rank: null,
    score: null,
    isOpen: true,
    isFlagged: null,
    at: 0,
    dueAt: null,
    labels: [],
    extra: null,
    payload: null,
    ...values,
  };
}

/** A task that is due at 0 and free. */
export function task(tenantId: string, id: string, values: Partial<Task> = {}): Task {
  return { tenantId, id, queue: "main", priority: 0, dueAt: 0, leasedUntil: null, fence: 0, ...values };
}

export function note(tenantId: string, id: string, values: Partial<Note> = {}): Note {
  return { tenantId, id, title: "", body: null, isPublic: true, ...values };
}

/** Inserts of rows. */
export function inserts<Row extends Keyed>(table: Table<Row>, rows: readonly Row[]): readonly InsertChange[] {
  return rows.map((row) => ({ kind: "insert", table, row: row as Row & Readonly<Record<string, unknown>> }));
}
