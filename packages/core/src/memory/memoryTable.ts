import type { Filter, Keyed, Scalar, Table } from "../ports/index.ts";
import { checkLeaf, type StoredRow } from "../rows/index.ts";

interface KeyMap<Held> {
  readonly name: string;
  readonly fields: readonly string[];
  readonly held: Map<string, Held>;
}

/**
 * The rows of one table in memory, with maps that find them without a scan: for storages that keep their rows, or a
 * copy of them, in the process. Performs no checks; {@link applyAll} does.
 */
export class MemoryTable {
  readonly table: Table;
  private readonly tenants = new Map<string, Map<string, StoredRow>>();
  private readonly uniques: readonly KeyMap<StoredRow>[];
  /** Rows by the leading fields of an index; built when a query first needs it. */
  private readonly prefixes = new Map<string, KeyMap<Set<StoredRow>>>();
  /** For each sparse index, the rows that are in it. */
  private readonly sparse: readonly { readonly field: string; readonly rows: Set<StoredRow> }[];

  constructor(table: Table) {
    this.table = table;
    this.uniques = table.unique.map(({ name, fields }) => ({ name, fields, held: new Map() }));
    this.sparse = table.indexes.flatMap(({ sparse, fields: [field] }) =>
      sparse && field !== undefined ? [{ field, rows: new Set<StoredRow>() }] : [],
    );
  }

  /** The row with a key. */
  get(key: Keyed): StoredRow | undefined {
    return this.tenants.get(key.tenantId.toWellFormed())?.get(key.id.toWellFormed());
  }

  /** The row that has the same values of a unique key; undefined too if one of them is null. */
  holding(row: Readonly<Record<string, unknown>>, unique: string): StoredRow | undefined {
    const key = this.uniques.find(({ name }) => name === unique);
    const value = key === undefined ? null : keyOf(row, key.fields);
    return value === null ? undefined : key?.held.get(value);
  }

  /** Every row of every tenant. */
  *all(): Generator<StoredRow> {
    for (const rows of this.tenants.values()) yield* rows.values();
  }

  /** The unique key, other than the id, that the row would violate in place of `before`. */
  collision(row: StoredRow, before?: StoredRow): string | undefined {
    return this.uniques.find(({ fields, held }) => {
      const key = keyOf(row, fields);
      const holder = key === null ? undefined : held.get(key);
      return holder !== undefined && holder !== before;
    })?.name;
  }

  /** Removes a row, adds one, or both. */
  replace(before: StoredRow | undefined, after: StoredRow | undefined): void {
    if (before !== undefined) this.remove(before);
    if (after !== undefined) this.add(after);
  }

  private add(row: StoredRow): void {
    const rows = this.tenants.get(row.tenantId) ?? new Map<string, StoredRow>();
    this.tenants.set(row.tenantId, rows.set(row.id, row));
    for (const { fields, held } of this.uniques) {
      const key = keyOf(row, fields);
      if (key !== null) held.set(key, row);
    }
    for (const prefix of this.prefixes.values()) addTo(prefix, row);
    for (const { field, rows } of this.sparse) if (row[field] !== null) rows.add(row);
  }

  private remove(row: StoredRow): void {
    const rows = this.tenants.get(row.tenantId);
    rows?.delete(row.id);
    if (rows?.size === 0) this.tenants.delete(row.tenantId);
    for (const { fields, held } of this.uniques) {
      const key = keyOf(row, fields);
      if (key !== null) held.delete(key);
    }
    for (const { fields, held } of this.prefixes.values()) {
      const key = keyOf(row, fields) ?? "";
      const rows = held.get(key);
      rows?.delete(row);
      if (rows?.size === 0) held.delete(key);
    }
    for (const { rows } of this.sparse) rows.delete(row);
  }

  /** Rows that include all matches of the filter: as few as the keys allow. */
  candidates<Row extends Keyed>(filter: Filter<Row> | undefined): Iterable<StoredRow> {
    const { equal, present } = facts(this.table, filter);
    const { tenantId, id } = equal;
    if (typeof tenantId === "string" && typeof id === "string") return some(this.get({ tenantId, id }));
    for (const { fields, held } of this.uniques) {
      if (fields.every((field) => Object.hasOwn(equal, field)))
        return some(held.get(keyOf(equal, fields) ?? ""));
    }
    const sets: { readonly size: number; values(): Iterable<StoredRow> }[] = [];
    if (typeof tenantId === "string") sets.push(this.tenants.get(tenantId) ?? new Set<StoredRow>());
    for (const { field, rows } of this.sparse) if (present.has(field)) sets.push(rows);
    for (const { fields } of this.table.indexes) {
      const known = fields.findIndex((field) => !Object.hasOwn(equal, field));
      const leading = known < 0 ? fields : fields.slice(0, known);
      if (leading.length === 0 || (leading.length === 1 && leading[0] === "tenantId")) continue;
      sets.push(this.prefix(leading).held.get(keyOf(equal, leading) ?? "") ?? new Set<StoredRow>());
    }
    const [first, ...others] = sets;
    if (first === undefined) return this.all();
    return others.reduce((least, set) => (set.size < least.size ? set : least), first).values();
  }

  private prefix(fields: readonly string[]): KeyMap<Set<StoredRow>> {
    const name = fields.join();
    const known = this.prefixes.get(name);
    if (known !== undefined) return known;
    const made = { name, fields, held: new Map<string, Set<StoredRow>>() };
    for (const row of this.all()) addTo(made, row);
    this.prefixes.set(name, made);
    return made;
  }
}

function addTo({ fields, held }: KeyMap<Set<StoredRow>>, row: StoredRow): void {
  const key = keyOf(row, fields);
  if (key === null) return;
  const rows = held.get(key);
  if (rows === undefined) held.set(key, new Set([row]));
  else rows.add(row);
}

function keyOf(row: Readonly<Record<string, unknown>>, fields: readonly string[]): string | null {
  const values = fields.map((field) => row[field] ?? null);
  return values.includes(null) ? null : JSON.stringify(values);
}

function some(row: StoredRow | undefined): readonly StoredRow[] {
  return row === undefined ? [] : [row];
}

/** What every matching row must have: fields with one value, and fields that are not null. */
function facts<Row extends Keyed>(table: Table, filter: Filter<Row> | undefined) {
  const equal: Record<string, Scalar> = {};
  const present = new Set<string>();
  const gather = (part: Filter<Row>): void => {
    if ("and" in part) for (const each of part.and) gather(each);
    if ("and" in part || "or" in part || "not" in part) return;
    const leaf = checkLeaf(table, part);
    if (leaf.path !== null) return;
    if (leaf.comparison === "isNot" ? leaf.value === null : !("value" in leaf) || leaf.value !== null)
      present.add(leaf.field);
    if (leaf.comparison === "is" && leaf.value !== null) equal[leaf.field] = leaf.value;
  };
  if (filter !== undefined) gather(filter);
  return { equal, present };
}
