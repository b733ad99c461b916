import { sql } from "kysely";
import type { JsonPaths } from "../dialect.ts";
import type { Fragment } from "../statement.ts";
import type { SqliteValue } from "./values.ts";

export function sqliteIncludes(column: Fragment, value: Fragment): Fragment {
  return sql`(case when json_type(${column}) = 'array' then exists (select 1 from json_each(${column}) as one where one.type = 'text' and one.value = ${value}) else 0 end)`;
}

export function sqliteIsEmptyList(column: Fragment): Fragment {
  return sql`coalesce(json_type(${column}) = 'array' and json_array_length(${column}) = 0, 0)`;
}

/**
 * Members are found among all of their object, by their names as SQLite reads them: its paths have no way to write some
 * names. Items of a list are known by numbers there, which equal no text.
 */
export const sqliteJsonPaths: JsonPaths<SqliteValue> = {
  step: (name) => ({ value: name, shape: "" }),
  holds(column, steps, test) {
    const last = sql.id(`step_${steps.length - 1}`);
    const objects = steps.map((_, at) => {
      const outer = sql.id(`step_${at - 1}`);
      const object = at === 0 ? column : sql`case ${outer}.type when 'object' then ${outer}.value end`;
      return sql`json_each(${object}) as ${sql.id(`step_${at}`)}`;
    });
    const names = steps.map(({ name }, at) => sql`${sql.id(`step_${at}`)}.key = ${name}`);
    const list = sql`case ${last}.type when 'array' then ${last}.value end`;
    const found = test({
      isSet: sql`${last}.type <> 'null'`,
      isEmptyList: sqliteIsEmptyList(list),
      includes: (value) => sqliteIncludes(list, value),
      text: (compare) => sql`(${last}.type = 'text' and ${compare(sql`${last}.value`)})`,
      // Whole numbers are read as such, and compare beyond what a double tells apart.
      number: (compare) =>
        sql`(${last}.type in ('integer', 'real') and ${compare(sql`cast(${last}.value as real)`)})`,
      boolean: (compare) => sql`(${last}.type in ('true', 'false') and ${compare(sql`${last}.value`)})`,
    });
    return sql`exists (select 1 from ${sql.join(objects)} where ${sql.join(names, sql` and `)} and ${found})`;
  },
};
