import { SupportError } from "../errors/index.ts";
import type { Instant, Keyed } from "../ports/index.ts";
import type { DefinedTable } from "./table.ts";

interface Field {
  readonly name: string;
  readonly nullable: boolean;
}

/** The fields of tables, computed once for each: a commit creates a dozen rows. */
const fieldsOf = new WeakMap<DefinedTable, readonly Field[]>();

/**
 * A complete row: nullable fields that are missing or undefined become null. @throws SupportError INTERNAL if another
 * is missing
 */
export function newRow<Row extends Keyed>(
  table: DefinedTable<Row>,
  values: object,
  tenantId: string,
  id: string,
  now: Instant,
): Row {
  const given: Readonly<Record<string, unknown>> = { ...values };
  const stamps: Readonly<Record<string, unknown>> = {
    tenantId,
    id,
    version: table.versioned ? 1 : undefined,
    createdAt: now,
    updatedAt: now,
  };
  const row: Record<string, unknown> = {};
  for (const { name, nullable } of fields(table)) {
    const value = stamps[name] ?? given[name];
    if (value === undefined && !nullable)
      throw new SupportError("INTERNAL", `A new row of "${table.name}" has no value for "${name}".`);
    row[name] = value ?? null;
  }
  // Every column has a value now, of the types that NewRow requires.
  return row as unknown as Row;
}

function fields(table: DefinedTable): readonly Field[] {
  const known = fieldsOf.get(table);
  if (known !== undefined) return known;
  const made = Object.entries(table.columns).map(([name, { nullable }]) => ({ name, nullable }));
  fieldsOf.set(table, made);
  return made;
}
