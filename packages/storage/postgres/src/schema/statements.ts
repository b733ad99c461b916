import { longestKeyText, type WantedColumn, type WantedIndex, type WantedTable } from "@heedkit/storage-sql";

/** `create table` and the comments on it and its columns. */
export function createTable(
  schema: string,
  { name, comment, columns, primaryKey }: WantedTable,
): readonly string[] {
  const table = `"${schema}"."${name}"`;
  const lines = [...columns.map((column) => columnText(column)), `primary key (${quoted(primaryKey)})`];
  return [
    `create table ${table} (\n  ${lines.join(",\n  ")}\n)`,
    `comment on table ${table} is ${literal(comment)}`,
    ...columns.flatMap((column) => commentOn(table, column)),
  ];
}

export function addColumn(schema: string, { name }: WantedTable, column: WantedColumn): readonly string[] {
  const table = `"${schema}"."${name}"`;
  return [`alter table ${table} add column ${columnText(column)}`, ...commentOn(table, column)];
}

/** An index, and beside a unique or sparse one over texts another for the digests of long ones. */
export function createIndex(
  schema: string,
  table: WantedTable,
  index: WantedIndex,
  how: "" | "concurrently ",
): readonly string[] {
  const on = `on "${schema}"."${table.name}"`;
  const isText = (name: string) =>
    name !== "tenant_id" && name !== "id" && (columnOf(table, name)?.type.startsWith("text") ?? false);
  const sparse = index.sparse !== null && isText(index.sparse) ? [index.sparse] : [];
  const texts = index.unique ? index.columns.filter(isText) : sparse;
  const kind = index.unique ? "unique index" : "index";
  const lengths = (comparison: string, joint: string) =>
    texts.map((name) => `octet_length("${name}") ${comparison} ${longestKeyText}`).join(joint);
  const conditions = [
    ...(index.sparse === null ? [] : [`"${index.sparse}" is not null`]),
    ...(texts.length === 0 ? [] : [lengths("<=", " and ")]),
  ];
  const where = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  const keys = index.columns.map(
    (name) => `"${name}"${columnOf(table, name)?.nullable ? " nulls first" : ""}`,
  );
  const plain = `create ${kind} ${how}"${index.name}" ${on} (${keys.join(", ")})${where}`;
  if (texts.length === 0) return [plain];
  const digests = index.columns.map((name) => (texts.includes(name) ? `md5("${name}")` : `"${name}"`));
  return [
    plain,
    `create ${kind} ${how}"${longName(index.name)}" ${on} (${digests.join(", ")}) where ${lengths(">", " or ")}`,
  ];
}

/** The index of the long texts of a unique key. */
export function longName(index: string): string {
  return `${index}_long`;
}

function columnOf({ columns }: WantedTable, name: string): WantedColumn | undefined {
  return columns.find((column) => column.name === name);
}

function columnText({ name, type, nullable }: WantedColumn): string {
  return `"${name}" ${type}${nullable ? "" : " not null"}`;
}

function commentOn(table: string, { name, comment }: WantedColumn): readonly string[] {
  return comment === null || comment === ""
    ? []
    : [`comment on column ${table}."${name}" is ${literal(comment)}`];
}

function literal(text: string): string {
  const quotes = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${quotes.replaceAll("\\", "\\\\")}'` : `'${quotes}'`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
