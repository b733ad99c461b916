import type { FoundColumn, FoundTable } from "@heedkit/storage-sql";
import type { Server } from "../connecting/server.ts";
import type { Session } from "../connecting/session.ts";
import { quoted } from "../literals.ts";

/** A table as it is. */
export interface MysqlFound extends FoundTable {
  readonly engine: string;
  /** Names of all columns, also of those that are not compared. */
  readonly names: ReadonlySet<string>;
  /** Columns of full-text indexes, by the index's name. */
  readonly searches: ReadonlyMap<string, readonly string[]>;
}

/** The tables in the database whose names start with the prefix. */
export async function findTables(
  session: Session,
  { collation }: Server,
  prefix: string,
): Promise<ReadonlyMap<string, MysqlFound>> {
  const ours = `table_schema = database() and left(table_name, ${prefix.length}) = ${quoted(prefix)}`;
  const [tables, columns, parts] = await session.run([
    `select table_name, engine from information_schema.tables where ${ours}`,
    `select table_name, column_name, column_type, collation_name, is_nullable, column_default, extra from information_schema.columns where ${ours} order by table_name, ordinal_position`,
    `select table_name, index_name, non_unique, column_name, sub_part, index_type from information_schema.statistics where ${ours} order by table_name, index_name, seq_in_index`,
  ]);
  const columnsOf = grouped(columns?.rows ?? []);
  const partsOf = grouped(parts?.rows ?? []);
  return new Map(
    (tables?.rows ?? []).map(([table, engine]) => {
      const name = String(table);
      const found = (columnsOf.get(name) ?? []).map((row) => foundColumn(row, collation));
      const indexes = grouped(partsOf.get(name) ?? []);
      const isFullText = (rows: readonly (readonly unknown[])[]) => String(rows[0]?.[3]) === "FULLTEXT";
      const keys = [...indexes].filter(([index, rows]) => index !== "PRIMARY" && !isFullText(rows));
      const searches = [...indexes].filter(([, rows]) => isFullText(rows));
      return [
        name,
        {
          engine: String(engine),
          columns: found,
          names: new Set(found.map((column) => column.name)),
          primaryKey: (indexes.get("PRIMARY") ?? []).map(partText),
          indexes: new Map(
            keys.map(([index, rows]) => [
              index,
              { columns: rows.map(partText), unique: Number(rows[0]?.[0]) === 0, sparse: null },
            ]),
          ),
          searches: new Map(
            searches.map(([index, rows]) => [index, rows.map(([, column]) => String(column))]),
          ),
        },
      ];
    }),
  );
}

function foundColumn(
  [name, type, collated, isNullable, fallback, extra]: readonly unknown[],
  collation: string,
): FoundColumn {
  const nullable = isNullable === "YES";
  return {
    name: String(name),
    type: typeText(String(type).toLowerCase(), collated === null ? collation : String(collated), collation),
    nullable,
    // MariaDB says the text NULL where MySQL says null.
    isFilled:
      (fallback !== null && !(nullable && fallback === "NULL")) ||
      /generated|auto_increment/i.test(String(extra)),
  };
}

/** As {@link MysqlTable} spells types: without the display width, which only MariaDB shows still. */
function typeText(type: string, collated: string, collation: string): string {
  const plain = type.replace(/^bigint\(\d+\)/, "bigint").replace(/^double$/, "real");
  return collated === collation ? plain : `${plain} collate ${collated}`;
}

function partText([, column, length]: readonly unknown[]): string {
  return length === null ? String(column ?? "(expression)") : `${String(column)}(${String(length)})`;
}

/** Rows by their first column, which is taken off. */
function grouped(
  rows: readonly (readonly unknown[])[],
): ReadonlyMap<string, readonly (readonly unknown[])[]> {
  const groups = new Map<string, (readonly unknown[])[]>();
  for (const [key, ...rest] of rows) {
    const group = groups.get(String(key));
    if (group === undefined) groups.set(String(key), [rest]);
    else group.push(rest);
  }
  return groups;
}
