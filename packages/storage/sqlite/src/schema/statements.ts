import { searchTable, type WantedColumn, type WantedIndex, type WantedTable } from "@heedkit/storage-sql";

/**
 * `create table`, with the comments where a person who opens the file sees them. `_row` is SQLite's own row number:
 * named, so that it stays the same through VACUUM, as the search index needs.
 */
export function createTable({ name, comment, columns, primaryKey }: WantedTable): string {
  const lines = columns.map(({ comment, ...column }) => `  ${columnText(column)},${remark(comment)}`);
  return [
    `create table "${name}" (${remark(comment)}`,
    "  _row integer primary key,",
    ...lines,
    `  unique (${quoted(primaryKey)})`,
    ") strict",
  ].join("\n");
}

export function addColumn({ name }: WantedTable, column: WantedColumn): string {
  return `alter table "${name}" add column ${columnText(column)}`;
}

export function createIndex(
  { name }: WantedTable,
  { columns, unique, sparse, ...index }: WantedIndex,
): string {
  const where = sparse === null ? "" : ` where "${sparse}" is not null`;
  return `create ${unique ? "unique " : ""}index "${index.name}" on "${name}" (${quoted(columns)})${where}`;
}

/**
 * The search index and the triggers that keep it in step within the transaction of each change, by name. Empty where
 * the table is not searched.
 */
export function searchStatements({ name, search }: WantedTable): ReadonlyMap<string, string> {
  const index = searchTable(name);
  if (search.length === 0) return new Map();
  const values = (row: "new" | "old") =>
    [`${row}._row`, ...search.map((column) => `${row}."${column}"`)].join(", ");
  const add = `insert into "${index}" (rowid, ${quoted(search)}) values (${values("new")})`;
  const remove = `insert into "${index}" ("${index}", rowid, ${quoted(search)}) values ('delete', ${values("old")})`;
  const trigger = (when: string, event: string, ...steps: readonly string[]) =>
    [
      `${index}_${when}`,
      `create trigger "${index}_${when}" after ${event} on "${name}" begin ${steps.join("; ")}; end`,
    ] as const;
  return new Map([
    [
      index,
      `create virtual table "${index}" using fts5(${quoted(search)}, content='${name}', content_rowid='_row', tokenize='unicode61 remove_diacritics 2')`,
    ],
    trigger("insert", "insert", add),
    trigger("delete", "delete", remove),
    trigger("update", `update of ${quoted(search)}`, remove, add),
  ]);
}

/** Fills a new search index, and makes it forget erased words at once. */
export function fillSearch({ name }: WantedTable): readonly string[] {
  const index = searchTable(name);
  return [
    `insert into "${index}" ("${index}", rank) values ('secure-delete', 1)`,
    `insert into "${index}" ("${index}") values ('rebuild')`,
  ];
}

function columnText({ name, type, nullable }: Omit<WantedColumn, "comment">): string {
  return `"${name}" ${type}${nullable ? "" : " not null"}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function remark(comment: string | null): string {
  return comment === null || comment === "" ? "" : ` -- ${comment.replace(/\s+/g, " ")}`;
}
