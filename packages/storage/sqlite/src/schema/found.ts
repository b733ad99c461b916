import type { FoundTable } from "@heedkit/storage-sql";
import type { Connection } from "../connection.ts";

/** Names and texts of everything in the database. */
export function definitions(connection: Connection): ReadonlyMap<string, string> {
  const rows = connection.rows({
    sql: "select name, sql from sqlite_schema where sql is not null",
    values: [],
  });
  return new Map(rows.map(([name, sql]) => [String(name), String(sql)]));
}

/** A table as it is. */
export function foundTable(connection: Connection, name: string): FoundTable {
  const columns = connection
    .rows({
      sql: `select name, type, "notnull", dflt_value, hidden from pragma_table_xinfo(?)`,
      values: [name],
    })
    .filter(([column]) => column !== "_row")
    .map(([column, type, isNotNull, fallback, hidden]) => ({
      name: String(column),
      type: String(type).toLowerCase(),
      nullable: isNotNull === 0,
      isFilled: fallback !== null || hidden !== 0,
    }));

  const indexes = connection
    .rows({ sql: `select name, "unique", origin, partial from pragma_index_list(?)`, values: [name] })
    .map(([index, isUnique, origin, isPartial]) => ({
      name: String(index),
      columns: indexColumns(connection, String(index)),
      unique: isUnique === 1,
      sparse: isPartial === 1 ? sparseColumn(connection, String(index)) : null,
      isConstraint: origin !== "c",
    }));
  const primary = indexes.find(
    ({ isConstraint, columns }) => isConstraint && columns.join() === "tenant_id,id",
  );
  return {
    columns,
    primaryKey: primary?.columns ?? [],
    indexes: new Map(indexes.map((index) => [index.name, index])),
  };
}

function indexColumns(connection: Connection, index: string): readonly string[] {
  return connection
    .rows({ sql: "select name from pragma_index_info(?) order by seqno", values: [index] })
    .map(([name]) => String(name ?? "(expression)"));
}

function sparseColumn(connection: Connection, index: string): string {
  const [row] = connection.rows({ sql: "select sql from sqlite_schema where name = ?", values: [index] });
  const [, condition = ""] = String(row?.[0]).split(/\swhere\s/i);
  return /^"(\w+)" is not null$/i.exec(condition.trim())?.[1] ?? `(${condition.trim()})`;
}
