import { type FoundTable, searchColumn } from "@heedkit/storage-sql";
import type { Session } from "../drivers/driver.ts";

/** What there is in the schema. */
export interface Premises {
  readonly hasSchema: boolean;
  /** Tables, views and the like by name; anything but an ordinary table is "foreign". */
  readonly relations: ReadonlyMap<string, "table" | "foreign">;
  /** Functions by name, with their body. */
  readonly functions: ReadonlyMap<string, string>;
}

export async function premisesOf(session: Session, schema: string, prefix: string): Promise<Premises> {
  const starts = startsWith(prefix);
  const [there] = await session.rows({
    sql: "select 1 from pg_namespace where nspname = $1",
    values: [schema],
  });
  const relations = await session.rows({
    sql: "select relname::text, relkind::text from pg_class where relnamespace = (select oid from pg_namespace where nspname = $1) and relname like $2 and relkind in ('r', 'p', 'v', 'm', 'f')",
    values: [schema, starts],
  });
  const functions = await session.rows({
    sql: "select proname::text, prosrc from pg_proc where pronamespace = (select oid from pg_namespace where nspname = $1) and proname like $2",
    values: [schema, starts],
  });
  return {
    hasSchema: there !== undefined,
    relations: new Map(
      relations.map(([name, kind]) => [String(name), kind === "r" || kind === "p" ? "table" : "foreign"]),
    ),
    functions: new Map(functions.map(([name, body]) => [String(name), String(body)])),
  };
}

/** An existing table, and what it searches. */
export interface FoundPostgresTable extends FoundTable {
  /** How the hidden search column is generated; null if there is none. */
  readonly searchExpression: string | null;
  /** Indexes that were begun and never finished. */
  readonly invalidIndexes: readonly string[];
  readonly indexNames: ReadonlySet<string>;
}

/** All tables under the prefix as they are, by name. */
export async function foundTables(
  session: Session,
  schema: string,
  prefix: string,
): Promise<ReadonlyMap<string, FoundPostgresTable>> {
  const ours = `relation.relnamespace = (select oid from pg_namespace where nspname = $1) and relation.relname like $2 and relation.relkind in ('r', 'p')`;
  const values = [schema, startsWith(prefix)];
  const attributes = await session.rows({
    sql: `select relation.relname::text, attname::text, format_type(atttypid, atttypmod) || case when collname = 'C' then ' collate "C"' else '' end, attnotnull::text, (atthasdef or attidentity <> '')::text, pg_get_expr(adbin, adrelid)
      from pg_class as relation join pg_attribute on attrelid = relation.oid left join pg_collation on pg_collation.oid = attcollation left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where ${ours} and attnum > 0 and not attisdropped order by relation.relname, attnum`,
    values,
  });
  const indexes = await session.rows({
    sql: `select relation.relname::text, made.relname::text, indisunique::text, indisprimary::text, indisvalid::text, pg_get_expr(indpred, indrelid),
        (select string_agg(coalesce(attname::text, '(expression)'), ',' order by place) from unnest(indkey[0:indnkeyatts - 1]) with ordinality as key (number, place) left join pg_attribute on attrelid = indrelid and attnum = number and number <> 0)
      from pg_class as relation join pg_index on indrelid = relation.oid join pg_class as made on made.oid = indexrelid where ${ours}`,
    values,
  });
  const attributesOf = byTable(attributes);
  const indexesOf = byTable(indexes);
  return new Map(
    [...attributesOf].map(([table, columns]) => [table, asFound(columns, indexesOf.get(table) ?? [])]),
  );
}

type Values = readonly unknown[];

function byTable(rows: readonly Values[]): ReadonlyMap<string, readonly Values[]> {
  const grouped = new Map<string, Values[]>();
  for (const [table, ...values] of rows) {
    const known = grouped.get(String(table));
    if (known === undefined) grouped.set(String(table), [values]);
    else known.push(values);
  }
  return grouped;
}

function asFound(attributes: readonly Values[], indexes: readonly Values[]): FoundPostgresTable {
  const columns = attributes
    .filter(([column]) => column !== searchColumn)
    .map(([column, type, isNotNull, isFilled]) => ({
      name: String(column),
      type: String(type),
      nullable: !isTrue(isNotNull),
      isFilled: isTrue(isFilled),
    }));
  const found = indexes.map(([index, unique, primary, valid, predicate, keys]) => ({
    name: String(index),
    columns: String(keys).split(","),
    unique: isTrue(unique),
    sparse: sparseColumn(predicate),
    isPrimary: isTrue(primary),
    isValid: isTrue(valid),
  }));
  const search = attributes.find(([column]) => column === searchColumn);
  return {
    columns,
    primaryKey: found.find(({ isPrimary }) => isPrimary)?.columns ?? [],
    indexes: new Map(
      found.filter(({ isValid, isPrimary }) => isValid && !isPrimary).map((index) => [index.name, index]),
    ),
    searchExpression: search === undefined ? null : String(search[4]),
    invalidIndexes: found.filter(({ isValid }) => !isValid).map(({ name }) => name),
    indexNames: new Set(found.filter(({ isValid }) => isValid).map(({ name }) => name)),
  };
}

function startsWith(prefix: string): string {
  return `${prefix.replaceAll("_", "\\_")}%`;
}

function isTrue(value: unknown): boolean {
  return value === true || value === "t" || value === "true";
}

function withoutBrackets(condition: string): string {
  const start = /^\(*/.exec(condition)?.[0].length ?? 0;
  let end = condition.length;
  while (end > start && condition[end - 1] === ")") end--;
  return condition.slice(start, end);
}

/** The column whose nulls are left out. The condition on text lengths doesn't count. */
function sparseColumn(predicate: unknown): string | null {
  if (typeof predicate !== "string") return null;
  const [first = "", ...rest] = predicate.split(" AND ").map(withoutBrackets);
  const isLength = (condition: string) => /^octet_length\(/.test(condition);
  const sparse = /^"?(\w+)"? IS NOT NULL$/.exec(first)?.[1];
  if (!rest.every(isLength)) return predicate;
  return sparse ?? (isLength(first) ? null : predicate);
}
