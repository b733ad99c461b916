import { type DeleteChange, requireScalar, SupportError, type UpdateChange } from "@heedkit/core";
import { sql } from "kysely";
import { type Described, encodeText, type Shape, type SqlContext } from "../shape.ts";
import { type Fragment, Slots } from "../statement.ts";

/** The statement that inserts rows: the values of each are those of all columns, in their order. */
export function insertFragment<Value>(
  { columns, source }: SqlContext<Value>,
  rows: number,
  slots = new Slots(),
): Fragment {
  const names = columns.inserted.map((column) => sql.id(column));
  const tuples = Array.from({ length: rows }, () => sql`(${slots.list(names.length)})`);
  return sql`insert into ${source} (${sql.join(names)}) values ${sql.join(tuples)}`;
}

/** Changes a row if it is as expected. */
export function updating<Value>(context: SqlContext<Value>, change: UpdateChange): Described<Value> {
  const { source, dialect } = context;
  const shape: Shape<Value> = { key: "update", values: [] };
  describeAssignments(context, change, shape);
  describeTarget(context, change, shape);
  return {
    ...shape,
    write() {
      const slots = new Slots();
      const assigned = assignmentsFragment(context, change, slots);
      const update = sql`update ${source} set ${assigned} where ${targetFragment(context, change.expect, slots)}`;
      return dialect.guarded?.(update) ?? update;
    },
  };
}

/** Deletes a row if it is as expected. */
export function deleting<Value>(context: SqlContext<Value>, change: DeleteChange): Described<Value> {
  const shape: Shape<Value> = { key: "delete", values: [] };
  describeTarget(context, change, shape);
  return {
    ...shape,
    write() {
      const { source, dialect } = context;
      const target = targetFragment(context, change.expect, new Slots());
      const deletion = sql`delete from ${source} where ${target}`;
      return dialect.guarded?.(deletion) ?? deletion;
    },
  };
}

type Assigning = Pick<UpdateChange, "set" | "increment">;

/** Adds what a change sets and increments to the shape. */
export function describeAssignments<Value>(
  context: SqlContext<Value>,
  { set = {}, increment = {} }: Assigning,
  shape: Shape<Value>,
): void {
  const { columns, name } = context;
  for (const field in set) {
    shape.key += ` ${field}`;
    shape.values.push(settable(context, field).encode(set[field]));
    const words = columns.words.get(field);
    if (words !== undefined) shape.values.push(words.encode(set[field]));
  }
  for (const field in increment) {
    shape.key += ` +${field}`;
    if (Object.hasOwn(set, field))
      throw new SupportError("INVALID_INPUT", `"${name}.${field}" is both set and incremented.`);
    shape.values.push(encodeAmount(context, field, increment[field]));
  }
}

/** What follows `set`. */
export function assignmentsFragment<Value>(
  { columns }: SqlContext<Value>,
  { set = {}, increment = {} }: Assigning,
  slots: Slots,
): Fragment {
  const assignments = [
    ...Object.keys(set)
      .flatMap((field) => [columns.of(field).name, columns.words.get(field)?.name ?? []].flat())
      .map((column) => sql`${sql.id(column)} = ${slots.next()}`),
    ...Object.keys(increment).map((field) => {
      const column = columns.of(field);
      const value = column.definition.nullable ? sql`coalesce(${column.reference}, 0)` : column.reference;
      return sql`${sql.id(column.name)} = ${value} + ${slots.next()}`;
    }),
  ];
  // A change that only expects still locks the row until the end of the transaction.
  if (assignments.length === 0) assignments.push(sql`${sql.id("id")} = ${columns.of("id").reference}`);
  return sql.join(assignments);
}

type Expect = UpdateChange["expect"];

function describeTarget<Value>(
  context: SqlContext<Value>,
  { key, expect }: UpdateChange | DeleteChange,
  shape: Shape<Value>,
): void {
  shape.key += " where";
  shape.values.push(encodeText(context.dialect, key.tenantId), encodeText(context.dialect, key.id));
  describeExpected(context, expect, shape);
}

/** Adds what a row must hold to the shape. */
export function describeExpected<Value>(
  { table, columns }: SqlContext<Value>,
  expect: Expect,
  shape: Shape<Value>,
): void {
  for (const field in expect) {
    requireScalar(table, field);
    const value = expect[field];
    shape.key += value === null ? ` ${field}?` : ` ${field}`;
    if (value !== null) shape.values.push(columns.of(field).encode(value));
  }
}

/** A condition for each value that a row must hold. */
export function expectedFragments<Value>(
  { columns }: SqlContext<Value>,
  expect: Expect,
  slots: Slots,
): readonly Fragment[] {
  return Object.entries(expect ?? {}).map(([field, value]) => {
    const { reference } = columns.of(field);
    return value === null ? sql`${reference} is null` : sql`${reference} = ${slots.next()}`;
  });
}

function targetFragment<Value>(context: SqlContext<Value>, expect: Expect, slots: Slots): Fragment {
  const { columns } = context;
  const key = ["tenantId", "id"].map((field) => sql`${columns.of(field).reference} = ${slots.next()}`);
  return sql.join([...key, ...expectedFragments(context, expect, slots)], sql` and `);
}

function settable<Value>({ table, columns }: SqlContext<Value>, field: string) {
  if (field === "tenantId" || field === "id")
    throw new SupportError("INVALID_INPUT", `The key of a row in "${table.name}" cannot be set.`);
  return columns.of(field);
}

function encodeAmount<Value>(context: SqlContext<Value>, field: string, amount: unknown): Value | null {
  const { definition } = settable(context, field);
  const { type } = definition;
  const isNumber = type === "integer" || type === "real" || type === "instant";
  const encoded = isNumber ? context.dialect.encoders[type](amount) : undefined;
  if (encoded !== undefined) return encoded;
  throw new SupportError(
    "INVALID_INPUT",
    `"${context.table.name}.${field}" cannot be incremented by ${String(amount)}.`,
    { details: { table: context.table.name, field } },
  );
}
