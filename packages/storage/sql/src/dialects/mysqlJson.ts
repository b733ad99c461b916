import { sql } from "kysely";
import type { JsonPaths } from "../dialect.ts";
import type { Fragment } from "../statement.ts";
import type { MysqlValue } from "./values.ts";

// `json_contains` would also look into lists inside the list. Texts are compared by their bytes: the collation of what
// comes out of JSON leaves out characters that have no weight.
export function mysqlIncludes(column: Fragment, value: Fragment): Fragment {
  return sql`exists (select 1 from json_table(${column}, '$[*]' columns (item json path '$')) as one where json_type(${column}) = 'ARRAY' and json_type(one.item) = 'STRING' and cast(json_unquote(one.item) as binary) = cast(${value} as binary))`;
}

export function mysqlIsEmptyList(column: Fragment): Fragment {
  return sql`coalesce(json_type(${column}) = 'ARRAY' and json_length(${column}) = 0, 0)`;
}

/** MariaDB reads a quoted name that begins with "-" as a place counted from the end. */
const isMisread = (name: string) => name.startsWith("-");

export const mysqlJsonPaths: JsonPaths<MysqlValue> = {
  step: (name) =>
    isMisread(name) ? { value: name, shape: "-" } : { value: `$.${JSON.stringify(name)}`, shape: "" },
  holds(column, steps, test) {
    const value = steps.reduce(
      (object, { name, shape }) =>
        shape === "" ? sql`json_extract(${object}, ${name})` : memberByPlace(object, name),
      column,
    );
    const type = sql`json_type(${value})`;
    return test({
      isSet: sql`coalesce(${type} <> 'NULL', 0)`,
      isEmptyList: mysqlIsEmptyList(value),
      includes: (wanted) => mysqlIncludes(value, wanted),
      text: (compare) =>
        sql`(case ${type} when 'STRING' then ${compare(sql`cast(json_unquote(${value}) as binary)`)} else 0 end)`,
      number: (compare) =>
        sql`(case when ${type} in ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') then ${compare(sql`cast(${value} as double)`)} else 0 end)`,
      boolean: (compare) =>
        sql`(case ${type} when 'BOOLEAN' then ${compare(sql`(cast(${value} as char) = 'true')`)} else 0 end)`,
    });
  },
};

/** The member whose place among the names of the object is that of the wanted one. */
function memberByPlace(object: Fragment, name: Fragment): Fragment {
  const place = sql`(select one.place - 1 from json_table(json_keys(${object}), '$[*]' columns (place for ordinality, name json path '$')) as one where cast(json_unquote(one.name) as binary) = cast(${name} as binary))`;
  return sql`json_extract(json_extract(${object}, '$.*'), concat('$[', ${place}, ']'))`;
}
