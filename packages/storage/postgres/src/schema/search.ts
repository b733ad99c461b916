import { searchColumn, type WantedTable, wordsFunction } from "@heedkit/storage-sql";
import type { Session } from "../drivers/driver.ts";
import type { PostgresSettings } from "../options.ts";

/** Longer texts are indexed without the places of their words, of which a vector of PostgreSQL has no room for many. */
const longestWithPlaces = 60_000;
const longFunction = "search_long";

/** A function that searches need. */
export interface SearchFunction {
  readonly name: string;
  readonly body: string;
  readonly sql: string;
}

/**
 * The functions that make words of texts, the same for rows and for what is searched: without case and accents, signs
 * become blanks. They are declared immutable, as a generated column needs, and name their collation.
 */
export async function searchFunctions(
  session: Session,
  { schema, prefix }: PostgresSettings,
): Promise<readonly SearchFunction[]> {
  const collation = await casefulCollation(session);
  const words = ` select lower(translate(regexp_replace(regexp_replace(normalize($1 collate ${collation}, NFD), '[\\u0300-\\u036f]+', '', 'g'), '[[:space:][:punct:][:cntrl:]$+<=>^\`|~]+', ' ', 'g'), 'ς', 'σ')) `;
  const long = ` begin return (select array_to_tsvector(coalesce(array_agg(word), '{}')) from (select word, sum(octet_length(word)) over (order by min(place)) as size from (select left(word, 250) as word, place from regexp_split_to_table($1, ' +') with ordinality as split (word, place)) as every where word <> '' group by word) as distinctly where size < 1000000); end `;
  const define = (name: string, returns: string, language: string, body: string) => ({
    name: `${prefix}${name}`,
    body,
    sql: `create or replace function "${schema}"."${prefix}${name}"(text) returns ${returns} language ${language} immutable parallel safe as $body$${body}$body$`,
  });
  return [define(wordsFunction, "text", "sql", words), define(longFunction, "tsvector", "plpgsql", long)];
}

/** The statements that create the hidden column and its index. */
export function addSearch(
  { schema, prefix }: PostgresSettings,
  { name, search }: WantedTable,
): readonly string[] {
  const table = `"${schema}"."${name}"`;
  const text = search.map((column) => `coalesce("${column}", '')`).join(" || ' ' || ");
  const words = `"${schema}"."${prefix}${wordsFunction}"(${text})`;
  const vector = `case when octet_length(${text}) <= ${longestWithPlaces} then to_tsvector('simple', ${words}) else "${schema}"."${prefix}${longFunction}"(${words}) end`;
  return [
    `alter table ${table} add column "${searchColumn}" tsvector generated always as (${vector}) stored`,
    `comment on column ${table}."${searchColumn}" is 'Words of ${search.join(", ")}, for searches'`,
    `create index "${name}_search" on ${table} using gin ("${searchColumn}")`,
  ];
}

/** The columns that a table searches, in order, read from the expression of its hidden column. */
export function searchedColumns(expression: string): readonly string[] {
  const start = expression.indexOf("octet_length(");
  const text = start === -1 ? "" : expression.slice(start, expression.indexOf(") <= ", start) + 1);
  return [...text.matchAll(/COALESCE\("?(\w+)"?,/gi)].map(([, column = ""]) => column);
}

/** A collation that knows the case of all letters; the database's often doesn't. */
async function casefulCollation(session: Session): Promise<string> {
  const [known] = await session.rows({
    sql: `select (lower('ÄЖ' collate "default") = 'äж')::text`,
    values: [],
  });
  if (known?.[0] === "true" || known?.[0] === true) return '"default"';
  const candidates = ["pg_c_utf8", "und-x-icu", "C.utf8", "C.UTF-8", "en_US.utf8"];
  const rows = await session.rows({
    sql: `select collname::text from pg_collation where collname in (${candidates.map((_, at) => `$${at + 1}`).join(", ")}) and collencoding in (-1, pg_char_to_encoding('UTF8'))`,
    values: candidates,
  });
  const there = new Set(rows.map(([name]) => String(name)));
  const found = candidates.find((name) => there.has(name));
  return found === undefined ? '"default"' : `pg_catalog."${found}"`;
}
