import type { Table } from "@heedkit/core";
import { postgresDialect, wantedTable } from "@heedkit/storage-sql";
import { administer } from "./database.ts";

const values: Readonly<Record<string, string>> = {
  bigint: "n",
  boolean: "false",
  json: "'[]'",
  "double precision": "n",
  bytea: "''",
};

/**
 * Fills a table with `count` rows, numbered `n` from 1. Columns are null where they may be, else something of their
 * type; `columns` gives some as SQL in `n`.
 */
export async function fill(
  schema: string,
  table: Table,
  count: number,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const wanted = wantedTable(table, postgresDialect.columnTypes, "heedkit_");
  const names = wanted.columns.map(({ name }) => `"${name}"`);
  const given = { tenant_id: "'default'", id: "'id_' || lpad(n::text, 8, '0')", ...columns };
  const expressions = wanted.columns.map(({ name, type, nullable }) => {
    if (Object.hasOwn(given, name)) return Reflect.get(given, name);
    return nullable ? "null" : (values[type] ?? "'x' || n");
  });
  await administer(
    `insert into "${schema}"."${wanted.name}" (${names.join(", ")}) select ${expressions.join(", ")} from generate_series(1, ${count}) as n`,
  );
  await administer(`analyze "${schema}"."${wanted.name}"`);
}
