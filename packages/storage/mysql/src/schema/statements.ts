import type { WantedColumn, WantedIndex } from "@heedkit/storage-sql";
import type { Server } from "../connecting/server.ts";
import { quoted } from "../literals.ts";
import type { MysqlTable } from "./layout.ts";

/** MySQL refuses longer comments. */
const longestComment = { table: 2048, column: 1024 } as const;

/** The table with its indexes and comments, in one statement: an interrupted one leaves nothing. */
export function createTable(table: MysqlTable, server: Server): string {
  const lines = [
    ...table.columns.map((column) => columnText(column, server)),
    ...[...table.hashes].map(([column, hash]) => hashText(column, hash)),
    ...[...table.words].map(([column, words]) => wordsText(column, words)),
    `primary key (${listed(table.primaryKey)})`,
    ...table.indexes.map((index) => `${index.unique ? "unique " : ""}${indexText(index)}`),
    ...(table.words.size === 0 ? [] : [searchText(table)]),
  ];
  const comment = quoted(table.comment.slice(0, longestComment.table));
  return `create table \`${table.name}\` (\n  ${lines.join(",\n  ")}\n) engine = InnoDB comment = ${comment}`;
}

export function addColumn({ name }: MysqlTable, column: WantedColumn, server: Server): string {
  return `alter table \`${name}\` add column ${columnText(column, server)}`;
}

/** An index that goes on while others read and write; a unique key of texts copies the table. */
export function addIndex(table: MysqlTable, index: WantedIndex, columns: ReadonlySet<string>): string {
  const hashes = [...table.hashes].filter(([, hash]) => index.columns.includes(hash) && !columns.has(hash));
  const adding = hashes.map(([column, hash]) => `add column ${hashText(column, hash)}, `).join("");
  const online = adding === "" ? ", algorithm = inplace, lock = none" : "";
  return `alter table \`${table.name}\` ${adding}add ${index.unique ? "unique " : ""}${indexText(index)}${online}`;
}

export function dropIndex({ name }: MysqlTable, index: string): string {
  return `alter table \`${name}\` drop index \`${index}\``;
}

export function addWords(table: MysqlTable, columns: ReadonlySet<string>): readonly string[] {
  const missing = [...table.words].filter(([, words]) => !columns.has(words));
  if (missing.length === 0) return [];
  const adding = missing.map(([column, words]) => `add column ${wordsText(column, words)}`);
  return [`alter table \`${table.name}\` ${adding.join(", ")}`];
}

export function addSearch(table: MysqlTable): string {
  return `alter table \`${table.name}\` add ${searchText(table)}`;
}

export function dropSearch({ name }: MysqlTable): string {
  return `alter table \`${name}\` drop index \`${name}_search\``;
}

function columnText({ name, type, nullable, comment }: WantedColumn, { collation }: Server): string {
  const isText = type === "longtext" || type.startsWith("varchar");
  const characters = isText ? ` character set utf8mb4 collate ${collation}` : "";
  const remark =
    comment === null || comment === "" ? "" : ` comment ${quoted(comment.slice(0, longestComment.column))}`;
  return `\`${name}\` ${type}${characters} ${nullable ? "null" : "not null"}${remark}`;
}

function hashText(column: string, hash: string): string {
  return `\`${hash}\` binary(32) generated always as (unhex(sha2(\`${column}\`, 256))) stored invisible comment 'In place of ${column} in unique keys, which hold no long texts'`;
}

function wordsText(column: string, words: string): string {
  return `\`${words}\` longtext character set ascii collate ascii_bin null invisible comment 'Words of ${column} as search spells them; written by Heedkit'`;
}

function indexText({ name, columns }: WantedIndex): string {
  return `key \`${name}\` (${listed(columns)})`;
}

function searchText({ name, words }: MysqlTable): string {
  return `fulltext key \`${name}_search\` (${listed([...words.values()])})`;
}

/** `a` and `b(255)`, in backquotes. */
function listed(columns: readonly string[]): string {
  return columns.map((column) => column.replace(/^\w+/, "`$&`")).join(", ");
}
