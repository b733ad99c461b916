import { requireOurTables, tableFormat } from "@heedkit/storage-sql";
import type { Session } from "../connecting/session.ts";
import { quoted } from "../literals.ts";

/** Names of the tables in the database that start with the prefix. */
export async function tablesOf(session: Session, prefix: string): Promise<readonly string[]> {
  const [found] = await session.run([
    `select table_name from information_schema.tables where table_schema = database() and left(table_name, ${prefix.length}) = ${quoted(prefix)} order by table_name`,
  ]);
  return (found?.rows ?? []).map(([name]) => String(name));
}

/** Throws STORAGE_FOREIGN when there are tables under the prefix that this version must not touch. */
export async function requireOurs(session: Session, prefix: string): Promise<void> {
  const tables = await tablesOf(session, prefix);
  const format = tables.includes(`${prefix}meta`) ? await readFormat(session, prefix) : undefined;
  // Its creator was interrupted before the first row: treat it as missing.
  const isBegun = format === undefined && tables.join() === `${prefix}meta`;
  requireOurTables({
    prefix,
    tables: isBegun ? [] : tables,
    format,
    adapter: "@heedkit/storage-mysql",
    elsewhere: "another database",
  });
}

/** The format of the tables; undefined if the meta table doesn't say. */
export async function readFormat(session: Session, prefix: string): Promise<string | undefined> {
  const [columns] = await session.run([
    `select group_concat(column_name order by column_name) from information_schema.columns where table_schema = database() and table_name = ${quoted(`${prefix}meta`)}`,
  ]);
  if (String(columns?.rows[0]?.[0]) !== "key,value") return "unknown";
  const [found] = await session.run([`select value from \`${prefix}meta\` where \`key\` = 'format'`]);
  const [row] = found?.rows ?? [];
  return row === undefined ? undefined : String(row[0]);
}

/** The statements that create what every desk needs besides its tables, if missing. */
export function baseStatements(
  prefix: string,
  tables: readonly string[],
  format: string | undefined,
  collation: string,
): readonly string[] {
  const text = (length: number) => `varchar(${length}) character set utf8mb4 collate ${collation} not null`;
  const steps: string[] = [];
  if (!tables.includes(`${prefix}meta`))
    steps.push(
      `create table \`${prefix}meta\` (\n  \`key\` ${text(64)} primary key,\n  value ${text(255)}\n) engine = InnoDB comment = 'Which layout the tables of Heedkit have'`,
    );
  if (format === undefined)
    steps.push(`insert ignore into \`${prefix}meta\` (\`key\`, value) values ('format', '${tableFormat}')`);
  if (!tables.includes(`${prefix}sequences`))
    steps.push(
      `create table \`${prefix}sequences\` (\n  name ${text(255)} primary key,\n  next_value bigint not null\n) engine = InnoDB comment = 'Numbers given out, such as tracking codes'`,
    );
  return steps;
}
