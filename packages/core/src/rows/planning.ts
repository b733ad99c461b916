import { SupportError } from "../errors/index.ts";
import type { IndexDefinition, SchemaDrift, SchemaPlan, Table } from "../ports/index.ts";

/**
 * Compares the wanted tables with those an adapter has created before, for a store without its own schema that saves
 * the definitions with its rows. New tables, nullable columns, indexes and unique keys are steps; every other
 * difference is drift. Whether rows violate a new unique key is up to the adapter.
 *
 * @throws SupportError INVALID_CONFIGURATION for a table that `checkTable` refuses, and for an invalid name: it must
 * be a lower-case letter, then letters and digits, at most 60.
 */
export function planTables(known: ReadonlyMap<string, Table>, wanted: readonly Table[]): SchemaPlan {
  const plans = wanted.map((table): SchemaPlan => {
    if (!/^[a-z][a-zA-Z0-9]{0,59}$/.test(table.name))
      throw wrong(
        `"${table.name}" is not a valid table name. Use a lower-case letter, then letters and digits, at most 60 characters.`,
      );
    checkTable(table);
    const found = known.get(table.name);
    return found === undefined
      ? { steps: [`create table ${table.name}`], drift: [] }
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

/**
 * Throws INVALID_CONFIGURATION for a table that contradicts itself: a key of fields that it doesn't have, two keys of one
 * name, or a primary key that isn't text.
 */
export function checkTable(table: Table): void {
  for (const field of ["tenantId", "id"]) {
    const column = table.columns[field];
    if (column?.type !== "text" || column.nullable)
      throw wrong(
        `"${table.name}.${field}" must be text and not nullable, as it is part of the primary key.`,
      );
  }
  const requireFields = (fields: readonly string[], what: string) => {
    const missing = fields.find((field) => !Object.hasOwn(table.columns, field));
    if (missing !== undefined)
      throw wrong(`The ${what} of table "${table.name}" names "${missing}", which is not one of its fields.`);
  };
  for (const { name, fields } of table.unique) requireFields(fields, `unique key "${name}"`);
  for (const { name, fields } of table.indexes) requireFields(fields, `index "${name}"`);
  requireFields(table.search ?? [], "search");
  const names = [...table.unique, ...table.indexes].map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw wrong(`Table "${table.name}" has two keys that are named "${twice}".`);
}

function wrong(message: string): SupportError {
  return new SupportError("INVALID_CONFIGURATION", message);
}

function additions(table: Table, found: Table): readonly string[] {
  const there = new Set(keysOf(found).map(({ name }) => name));
  return [
    ...(table.retired ?? [])
      .filter((name) => there.has(name))
      .map((name) => `drop key ${name} of ${table.name}`),
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
        tell(field, `(${type}, never null) is missing: add it, with a value in the existing rows.`);
      continue;
    }
    if (there.type !== type) tell(field, `holds ${there.type}, not ${type}: convert its values.`);
    if (there.nullable !== nullable)
      tell(
        field,
        there.nullable
          ? "is nullable but must not be: fill it and add NOT NULL."
          : "is NOT NULL but must be nullable: drop NOT NULL.",
      );
  }
  for (const [field, { nullable }] of Object.entries(found.columns))
    if (!nullable && !Object.hasOwn(table.columns, field))
      tell(field, "is unknown and required, so no row can be inserted: drop it.");
  return drift;
}

function keyDrift(table: Table, found: Table): readonly SchemaDrift[] {
  const there = new Map(keysOf(found).map((key) => [key.name, key]));
  return keysOf(table).flatMap((key) => {
    const other = there.get(key.name);
    if (other === undefined || spelled(other) === spelled(key)) return [];
    const problem = `Key "${key.name}" of "${table.name}" is ${spelled(other)}, not ${spelled(key)}: drop it, and it will be created again.`;
    return [{ table: table.name, problem }];
  });
}
