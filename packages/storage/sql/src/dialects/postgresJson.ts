import { sql } from "kysely";
import type { JsonPaths } from "../dialect.ts";
import type { Fragment } from "../statement.ts";
import { escapeNul } from "./nulEscape.ts";
import type { PostgresValue } from "./values.ts";

export function postgresIncludes(column: Fragment, value: Fragment): Fragment {
  return sql`(case when json_typeof(${column}) = 'array' then exists (select 1 from json_array_elements(${column}) as one (value) where one.value::text = ${value}) else false end)`;
}

export function postgresIsEmptyList(column: Fragment): Fragment {
  return sql`(case when json_typeof(${column}) = 'array' then json_array_length(${column}) = 0 else false end)`;
}

/**
 * The column with what `->` can read. It fails on U+0000 and on lone surrogates anywhere in the JSON, so that one such
 * value would end every query that passes by. U+0000 is escaped as {@link escapeNul} does it to texts; backslashes are
 * first written as code points, so that no escaped backslash is taken for the beginning of an escape.
 */
function readable(column: Fragment): Fragment {
  const text = sql`${column}::text`;
  const plain = sql`replace(${text}, E'\\\\\\\\', E'\\\\u005c')`;
  const escaped = sql`replace(replace(${plain}, E'\\\\u0001', E'\\\\u0001\\\\u0002'), E'\\\\u0000', E'\\\\u0001\\\\u0001')`;
  const wellFormed = sql`regexp_replace(${escaped}, E'\\\\\\\\ud[89a-f][0-9a-f]{2}', E'\\uFFFD', 'g')`;
  return sql`(case when strpos(${text}, E'\\\\u') = 0 then ${column} else ${wellFormed}::json end)`;
}

const value = sql.ref("found.value");
const type = sql`json_typeof(${value})`;
const text = sql`(${value} #>> '{}')`;

/** Member by member: a path in one piece would take the name "0" for a place in a list. */
export const postgresJsonPaths: JsonPaths<PostgresValue> = {
  step: (name) => ({ value: escapeNul(name), shape: "" }),
  holds(column, steps, test) {
    const members = sql.join(
      steps.map(({ name }) => sql` -> ${name}::text`),
      sql``,
    );
    const found = test({
      isSet: sql`coalesce(${type} <> 'null', false)`,
      isEmptyList: postgresIsEmptyList(value),
      includes: (wanted) =>
        sql`(case ${type} when 'array' then exists (select 1 from json_array_elements(${value}) as one (item) where json_typeof(one.item) = 'string' and one.item #>> '{}' = ${wanted}) else false end)`,
      text: (compare) =>
        sql`(case ${type} when 'string' then ${compare(sql`${text} collate "C"`)} else false end)`,
      number: (compare) =>
        sql`(case ${type} when 'number' then ${compare(sql`${text}::double precision`)} else false end)`,
      boolean: (compare) =>
        sql`(case ${type} when 'boolean' then ${compare(sql`(case ${text} when 'true' then 1 else 0 end)::double precision`)} else false end)`,
    });
    return sql`exists (select 1 from (select ${readable(column)}${members} as value) as found where ${found})`;
  },
};
