import { SupportError } from "../errors/index.ts";
import type { Instant, Keyed } from "../ports/index.ts";
import type { DefinedTable } from "./table.ts";

/** What every new row of a table begins as, worked out once for each table: a commit makes a dozen rows. */
interface Blank {
  readonly values: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly nullable: readonly string[];
  readonly isCreatedAt: boolean;
  readonly isUpdatedAt: boolean;
}

const blanks = new WeakMap<DefinedTable, Blank>();

/** A complete row: nullable fields that were left out, or are undefined, are null. @throws SupportError INTERNAL when another is missing */
export function newRow<Row extends Keyed>(
  table: DefinedTable<Row>,
  values: object,
  tenantId: string,
  id: string,
  now: Instant,
): Row {
  const blank = blanks.get(table) ?? makeBlank(table);
  const row: Record<string, unknown> = { ...blank.values, ...values, tenantId, id };
  if (table.versioned) row.version = 1;
  if (blank.isCreatedAt) row.createdAt = now;
  if (blank.isUpdatedAt) row.updatedAt = now;
  for (const field of blank.nullable) row[field] ??= null;
  for (const field of blank.required) {
    if (row[field] === undefined)
      throw new SupportError("INTERNAL", `A new row of "${table.name}" lacks "${field}".`);
  }
  // Every column is there now, with the types that NewRow asked for.
  return row as unknown as Row;
}

function makeBlank(table: DefinedTable): Blank {
  const columns = Object.entries(table.columns);
  const blank: Blank = {
    values: Object.fromEntries(columns.map(([field]) => [field, undefined])),
    required: columns.filter(([, { nullable }]) => !nullable).map(([field]) => field),
    nullable: columns.filter(([, { nullable }]) => nullable).map(([field]) => field),
    isCreatedAt: "createdAt" in table.columns,
    isUpdatedAt: "updatedAt" in table.columns,
  };
  blanks.set(table, blank);
  return blank;
}
