import { hashColumn, type WantedIndex, type WantedTable, wordsColumn } from "@heedkit/storage-sql";

/** Most characters of `tenant_id` and `id`: two of them fit into an index beside a number and more. */
const keyLength = 255;
/** Most bytes that an index of InnoDB holds; a character of utf8mb4 may take 4, a number and its null 9. */
const indexBytes = 3072;
const characterBytes = 4;
const numberBytes = 9;
/** Most characters of a text that an index holds. The rest is compared in the row. */
const longestPrefix = 255;

/** A table as MySQL is to have it. */
export interface MysqlTable extends WantedTable {
  /** Columns that unique keys hold in place of texts, by the text's column. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Columns that hold the words of searched texts, by the text's column. */
  readonly words: ReadonlyMap<string, string>;
}

/**
 * The wanted table in what MySQL has: keys are short texts; other texts are as long as they like, so that unique keys
 * hold their hashes and other indexes their beginnings. There are no partial indexes: the sparse ones hold nulls too.
 */
export function layoutOf(wanted: WantedTable): MysqlTable {
  const isKey = (column: string) => wanted.primaryKey.includes(column);
  const columns = wanted.columns.map((column) =>
    isKey(column.name) ? { ...column, type: `varchar(${keyLength})` } : column,
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const unique = wanted.indexes.filter((index) => index.unique).flatMap((index) => index.columns);
  const hashed = unique.filter((column) => types.get(column)?.startsWith("long"));
  const hashes = new Map(hashed.map((name) => [name, hashColumn(name)]));
  const indexes = wanted.indexes.map((index) => ({
    ...index,
    sparse: null,
    columns: index.unique
      ? index.columns.map((column) => hashes.get(column) ?? column)
      : withPrefixes(index, types),
  }));
  const words = new Map(wanted.search.map((name) => [name, wordsColumn(name)]));
  return { ...wanted, columns, indexes, hashes, words };
}

function withPrefixes(index: WantedIndex, types: ReadonlyMap<string, string>): readonly string[] {
  const isLong = (column: string) => types.get(column)?.startsWith("long") ?? false;
  const bytesOf = (column: string) =>
    types.get(column)?.startsWith("varchar") ? keyLength * characterBytes : numberBytes;
  const short = index.columns.filter((column) => !isLong(column));
  const long = index.columns.length - short.length;
  const left = indexBytes - short.reduce((sum, column) => sum + bytesOf(column), 0);
  const length = Math.min(longestPrefix, Math.floor(left / characterBytes / Math.max(1, long)));
  return index.columns.map((column) => (isLong(column) ? `${column}(${length})` : column));
}
