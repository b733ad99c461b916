import { SupportError } from "../errors/index.ts";
import type { IndexDefinition, SchemaDrift, SchemaPlan, Table } from "../ports/index.ts";

/**
 * Compares tables wanted with those an adapter has made before, for a store that keeps no schema of its own and puts
 * the definitions beside its rows. New tables, nullable columns, indexes and unique keys are steps; everything else that
 * differs is drift. Whether rows contradict a new unique key is left to the adapter.
 *
 * @throws SupportError INVALID_CONFIGURATION for a table whose name is no name: a letter, then letters and digits, at most 60.
 */
export function planTables(known: ReadonlyMap<string, Table>, wanted: readonly Table[]): SchemaPlan {
  const plans = wanted.map((table): SchemaPlan => {
    if (!/^[a-z][a-zA-Z0-9]{0,59}$/.test(table.name))
      throw new SupportError(
        "INVALID_CONFIGURATION",
        `"${table.name}" is no name for a table: take a small letter, then letters and digits, at most 60.`,
      );
    const found = known.get(table.name);
    return found === undefined
      ? { steps: [`make table ${table.name}`], drift: [] }
      : { steps: additions(table, found), drift: [...columnDrift(table, found), ...keyDrift(table, found)] };
  });
  return { steps: plans.flatMap(({ steps }) => steps), drift: plans.flatMap(({ drift }) => drift) };
}

const keysOf = ({ unique, indexes }: Table) => [
  ...unique.map((key) => ({ ...key, isUnique: true })),
  ...indexes.map((key) => ({ ...key, isUnique: false })),
];
const spelled = ({ isUnique, fields }: IndexDefinition & { readonly isUnique: boolean }) =>
  `${isUnique ? "unique" : "not unique"} on (${fields.join(", ")})`;

function additions(table: Table, found: Table): readonly string[] {
  const there = new Set(keysOf(found).map(({ name }) => name));
  return [
    ...Object.entries(table.columns)
      .filter(([field, { nullable }]) => nullable && !Object.hasOwn(found.columns, field))
      .map(([field, { type }]) => `add ${table.name}.${field} (${type})`),
    ...keysOf(table)
      .filter(({ name }) => !there.has(name))
      .map((key) => `add key ${key.name} of ${table.name}, ${spelled(key)}`),
  ];
}

function columnDrift(table: Table, found: Table): readonly SchemaDrift[] {
  const drift: SchemaDrift[] = [];
  const tell = (column: string, problem: string) =>
    drift.push({ table: table.name, column, problem: `"${table.name}.${column}" ${problem}` });
  for (const [field, { type, nullable }] of Object.entries(table.columns)) {
    const there = found.columns[field];
    if (there === undefined) {
      if (!nullable)
        tell(field, `(${type}, never null) is missing: add it and fill it in the rows there are.`);
      continue;
    }
    if (there.type !== type) tell(field, `holds ${there.type}, not ${type}: convert its values.`);
    if (there.nullable !== nullable)
      tell(
        field,
        there.nullable ? "may be null and must not: fill it." : "must not be null and may: allow it.",
      );
  }
  for (const [field, { nullable }] of Object.entries(found.columns))
    if (!nullable && !Object.hasOwn(table.columns, field))
      tell(field, "is not known and must have a value, so that no row can be inserted: take it out.");
  return drift;
}

function keyDrift(table: Table, found: Table): readonly SchemaDrift[] {
  const there = new Map(keysOf(found).map((key) => [key.name, key]));
  return keysOf(table).flatMap((key) => {
    const other = there.get(key.name);
    if (other === undefined || spelled(other) === spelled(key)) return [];
    const problem = `Key "${key.name}" of "${table.name}" is ${spelled(other)}, not ${spelled(key)}: take it out, it will be made anew.`;
    return [{ table: table.name, problem }];
  });
}
