import { requireOurTables, tableFormat } from "@heedkit/storage-sql";
import type { Session } from "../drivers/driver.ts";
import type { PostgresSettings } from "../options.ts";
import type { Premises } from "./found.ts";

/** Throws STORAGE_FOREIGN when there are tables under the prefix that this version must not touch. */
export async function requireOurs(
  session: Session,
  { relations }: Premises,
  { schema, prefix }: PostgresSettings,
): Promise<void> {
  const tables = [...relations.keys()].filter((name) => name.startsWith(prefix));
  const hasMeta = relations.get(`${prefix}meta`) === "table";
  const readFormat = async () => {
    const [row] = await session.rows({
      sql: `select to_jsonb(meta) ->> 'value' from "${schema}"."${prefix}meta" as meta where to_jsonb(meta) ->> 'key' = 'format'`,
      values: [],
    });
    return typeof row?.[0] === "string" ? row[0] : undefined;
  };
  requireOurTables({
    prefix,
    tables,
    format: hasMeta ? await readFormat() : undefined,
    adapter: "@heedkit/storage-postgres",
    elsewhere: "another schema",
  });
}

/** The statements that create what every desk needs besides its tables, by the name of what they create. */
export function baseStatements({
  schema,
  prefix,
}: PostgresSettings): readonly { readonly name: string; readonly sql: readonly string[] }[] {
  const meta = `"${schema}"."${prefix}meta"`;
  const sequences = `"${schema}"."${prefix}sequences"`;
  return [
    {
      name: `${prefix}meta`,
      sql: [
        `create table ${meta} (key text primary key, value text not null)`,
        `comment on table ${meta} is 'Which layout the tables of Heedkit have'`,
        `insert into ${meta} (key, value) values ('format', '${tableFormat}'), ('installation', gen_random_uuid()::text)`,
      ],
    },
    {
      name: `${prefix}sequences`,
      sql: [
        `create table ${sequences} (name text collate "C" primary key, next_value bigint not null)`,
        `comment on table ${sequences} is 'Numbers given out, such as tracking codes'`,
      ],
    },
  ];
}

/** Identifies these tables among databases; null if there is nothing. */
export function installationQuery({ schema, prefix }: PostgresSettings): string {
  return `select value from "${schema}"."${prefix}meta" where key = 'installation'`;
}
