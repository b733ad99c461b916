import type { Change, Keyed, Query, Scalar, Storage, Table } from "../ports/index.ts";
import { compareRows, compareTuples, cursorOf, predicate, totalOrder } from "../rows/index.ts";

/** A row after a command. `original` null: new. `current` null: deleted. */
interface StagedRow {
  readonly table: Table;
  readonly original: Keyed | null;
  current: Keyed | null;
  expect: Readonly<Record<string, Scalar>>;
}

/** Maximum rows that storage returns in one page. */
const mostRows = 1_000;

/** The writes of a command before they reach storage, and reads that include them. */
export class Staging {
  readonly #storage: Storage;
  readonly #tenantId: string;
  readonly #byTable = new Map<string, Map<string, StagedRow>>();
  readonly #order: StagedRow[] = [];
  readonly #unguarded: Change[] = [];
  readonly #seen = new Map<string, Promise<Keyed | null>>();
  /** Versions of rows as they were read, by id. */
  readonly #versions = new Map<string, number>();

  /** How often rows of a table were written, by table name. */
  readonly #writes = new Map<string, number>();
  readonly #remembers: boolean;

  /** `remembers`: a row that was read once stays the same until the commit. */
  constructor(storage: Storage, tenantId: string, remembers = true) {
    this.#storage = storage;
    this.#tenantId = tenantId;
    this.#remembers = remembers;
  }

  async get<Row extends Keyed>(table: Table<Row>, id: string): Promise<Row | null> {
    const staged = this.#byTable.get(table.name)?.get(id);
    // A staged row was typed by the table it was staged for, which has this name.
    if (staged !== undefined) return staged.current as Row | null;
    const key = `${table.name} ${id}`;
    let seen = this.#seen.get(key);
    if (seen === undefined) {
      seen = this.#storage
        .get(table, [{ tenantId: this.#tenantId, id }])
        .then(([row]) => this.#note(row ?? null));
      if (this.#remembers) this.#seen.set(key, seen);
    }
    return (await seen) as Row | null;
  }

  async find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]> {
    const ours = { field: "tenantId", is: this.#tenantId } as const;
    // `tenantId` is a field of every row; the mapped leaf type cannot see that through the generic.
    const where = (query.where === undefined ? ours : { and: [ours, query.where] }) as NonNullable<
      Query<Row>["where"]
    >;
    const staged = this.#byTable.get(table.name);
    if (staged === undefined) {
      const rows = await this.#storage.find(table, { ...query, where });
      for (const row of rows) this.#note(row);
      return rows;
    }

    const stored = await this.#findUnstaged(table, { ...query, where }, staged);
    const order = totalOrder(query.orderBy);
    const matches = predicate(table, where);
    const { after } = query;
    const changed = [...staged.values()].flatMap(({ current }) => (current === null ? [] : [current as Row]));
    return [...stored, ...changed.filter(matches)]
      .filter((row) => after === undefined || compareTuples(order, cursorOf(row, order), after) > 0)
      .sort(compareRows(order))
      .slice(0, query.limit);
  }

  /** Rows of storage that this command has not staged, as many as the query wants, page by page. */
  async #findUnstaged<Row extends Keyed>(
    table: Table<Row>,
    query: Query<Row>,
    staged: ReadonlyMap<string, StagedRow>,
  ): Promise<readonly Row[]> {
    const found: Row[] = [];
    let from = query;
    for (;;) {
      const limit = Math.min(mostRows, query.limit - found.length + staged.size);
      const page = await this.#storage.find(table, { ...from, limit });
      found.push(...page.filter(({ id }) => !staged.has(id)));
      const last = page.at(-1);
      if (last === undefined || page.length < limit || found.length >= query.limit) return found;
      from = { ...query, after: cursorOf(last, query.orderBy) };
    }
  }

  #note<Row extends Keyed>(row: Row | null): Row | null {
    if (row !== null && "version" in row) this.#versions.set(row.id, Number(row.version));
    return row;
  }

  /**
   * This command's place among those that write the same rows: the version of each row that it writes and, for rows it
   * only read, the version plus a half, if requested.
   */
  ranks(lookedAt: readonly (string | null)[]): Readonly<Record<string, number>> {
    const ranks: Record<string, number> = {};
    for (const id of lookedAt) {
      const version = id === null ? undefined : this.#versions.get(id);
      if (id !== null && version !== undefined) ranks[id] = version + 0.5;
    }
    for (const { original, current } of this.#order) {
      const { version } = nextVersion(original);
      const left = current !== null && "version" in current ? Number(current.version) : version;
      const id = (original ?? current)?.id;
      const isWritten = original === null || version === left;
      if (id !== undefined && left !== undefined) ranks[id] = isWritten ? left : left + 0.5;
    }
    return ranks;
  }

  /** Whether any row that this command leaves behind passes a test. */
  hasStaged<Row extends Keyed>(table: Table<Row>, test: (row: Row) => boolean): boolean {
    const staged = [...(this.#byTable.get(table.name)?.values() ?? [])];
    return staged.some(({ current }) => current !== null && test(current as Row));
  }

  /** A row after this command; null if it is deleted or was not written. */
  staged<Row extends Keyed>(table: Table<Row>, id: string): Row | null {
    // A staged row was typed by the table it was staged for, which has this name.
    return (this.#byTable.get(table.name)?.get(id)?.current ?? null) as Row | null;
  }

  /** Whether rows of the table are staged, deleted ones included. */
  hasChanged(table: Table): boolean {
    return (this.#byTable.get(table.name)?.size ?? 0) > 0;
  }

  insert(table: Table, row: Keyed): void {
    this.#stage({ table, original: null, current: row, expect: {} });
  }

  /** Applies a patch to the current row, staged or as read; null deletes it. */
  write<Row extends Keyed>(
    table: Table<Row>,
    row: Row,
    patch: Partial<Row> | null,
    expect: Readonly<Record<string, Scalar>>,
  ): Row {
    const staged = this.#byTable.get(table.name)?.get(row.id);
    const base = (staged?.current as Row | null | undefined) ?? row;
    const next = { ...base, ...patch, ...nextVersion(staged === undefined ? row : staged.original) };
    if (staged === undefined) {
      this.#stage({ table, original: row, current: patch === null ? null : next, expect });
    } else {
      this.#noteWrite(table);
      staged.current = patch === null ? null : next;
      staged.expect = { ...staged.expect, ...expect };
    }
    return next;
  }

  /** How often rows of a table were written so far, to detect changes. */
  writesTo({ name }: Table): number {
    return this.#writes.get(name) ?? 0;
  }

  /** Ids of the rows of a table that this command creates, changes or deletes. */
  idsIn({ name }: Table): readonly string[] {
    return [...(this.#byTable.get(name)?.keys() ?? [])];
  }

  /** The current change to a row. `original` null: new. `current` null: deleted. */
  change({ name }: Table, id: string): Pick<StagedRow, "original" | "current"> {
    return this.#byTable.get(name)?.get(id) ?? { original: null, current: null };
  }

  /** Applies derived values to a staged row. Storage must hold what they were derived from. */
  lay(table: Table, id: string, derived: Readonly<Record<string, Scalar>>): void {
    const staged = this.#byTable.get(table.name)?.get(id);
    if (staged === undefined || staged.current === null) return;
    this.#noteWrite(table);
    // In place: the command may already hold the row as its result.
    Object.assign(staged.current, derived);
    const { original } = staged;
    if (original !== null) staged.expect = { ...staged.expect, ...valuesOf(original, Object.keys(derived)) };
  }

  #noteWrite({ name }: Table): void {
    this.#writes.set(name, (this.#writes.get(name) ?? 0) + 1);
  }

  /** Stages values of an otherwise unchanged row, including its version. */
  settle<Row extends Keyed>(table: Table<Row>, row: Row, patch: Partial<Row>): void {
    const staged = this.#byTable.get(table.name)?.get(row.id);
    if (staged === undefined) {
      const expect = valuesOf(row, Object.keys(patch));
      this.#stage({ table, original: row, current: { ...row, ...patch }, expect });
    } else if (staged.current !== null) {
      this.#noteWrite(table);
      Object.assign(staged.current, patch);
    }
  }

  push(change: Change): void {
    this.#unguarded.push(change);
  }

  /** The changes to commit, one per row, in the order in which rows were first touched. */
  changes(): readonly Change[] {
    return [...this.#order.flatMap(changeOf), ...this.#unguarded];
  }

  #stage(row: StagedRow): void {
    const key = row.original ?? row.current;
    if (key === null) return;
    this.#noteWrite(row.table);
    const rows = this.#byTable.get(row.table.name) ?? new Map<string, StagedRow>();
    this.#byTable.set(row.table.name, rows.set(key.id, row));
    this.#order.push(row);
  }
}

function changeOf({ table, original, current, expect }: StagedRow): readonly Change[] {
  if (original === null) {
    return current === null
      ? []
      : [{ kind: "insert", table, row: current as Keyed & Record<string, unknown> }];
  }
  const key = { tenantId: original.tenantId, id: original.id };
  const guard = "version" in original ? { version: Number(original.version), ...expect } : expect;
  if (current === null) return [{ kind: "delete", table, key, expect: guard }];

  const before = original as Keyed & Readonly<Record<string, unknown>>;
  const set = Object.fromEntries(Object.entries(current).filter(([field, value]) => before[field] !== value));
  return [{ kind: "update", table, key, set, expect: guard }];
}

function valuesOf(row: object, fields: readonly string[]): Readonly<Record<string, Scalar>> {
  const held = row as Readonly<Record<string, Scalar>>;
  return Object.fromEntries(fields.map((field) => [field, held[field] ?? null]));
}

/** One more than the version that was read, however often the row is written in the same commit. */
function nextVersion(original: Keyed | null): { readonly version?: number } {
  return original !== null && "version" in original ? { version: Number(original.version) + 1 } : {};
}
