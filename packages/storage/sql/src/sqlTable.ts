import type {
  AggregateQuery,
  AggregateRow,
  Change,
  Claimable,
  ClaimQuery,
  Filter,
  InsertChange,
  Keyed,
  Query,
  SearchQuery,
  Table,
  UpsertChange,
} from "@heedkit/core";
import { sql } from "kysely";
import { SqlColumns } from "./columns.ts";
import type { SqlDialect } from "./dialect.ts";
import { LruCache } from "./lruCache.ts";
import { prefixed, snakeCased } from "./names.ts";
import { type Described, requireFewValues, type SqlContext } from "./shape.ts";
import { type Bound, bind, compile, type Statement } from "./statement.ts";
import { aggregating, decodeAggregate } from "./statements/aggregates.ts";
import { anythingDue, claiming, leasing, lockingDue } from "./statements/claims.ts";
import { byIds, byQuery, byWords, counting } from "./statements/reads.ts";
import { keyFilter, updatingFound, upserting } from "./statements/upserts.ts";
import { deleting, insertFragment, updating } from "./statements/writes.ts";

/** Most statements kept per table: a desk has some dozens of shapes, a report builder may make many. */
const mostStatements = 300;
/** Most ids that one statement looks up. */
const mostIds = 1024;

/** The values of a row in the order of the table's columns. */
export type EncodedRow<Value> = readonly (Value | null)[];

/** An upsert where a row is changed and inserted by two statements. `null`: no row can have its key. */
export interface UpsertSteps<Value> {
  /** Changes the row that is there, if it is as expected. */
  readonly update: Bound<Value | null> | null;
  readonly insert: Bound<Value | null>;
  /** The row that is there. */
  readonly find: Bound<Value | null> | null;
}

/** The statements of one table, each compiled once for its shape. */
export class SqlTable<Value> {
  /** The table's name in the database. */
  readonly name: string;
  private readonly context: SqlContext<Value>;
  private readonly statements = new LruCache<string, Statement>(mostStatements);
  private insertion: Statement | undefined;

  constructor(table: Table, dialect: SqlDialect<Value>, prefix: string, schema?: string) {
    const name = prefixed(prefix, snakeCased(table.name));
    this.name = name;
    const source = sql`${schema === undefined ? sql.id(name) : sql.id(schema, name)}`;
    const columns = new SqlColumns(table, dialect, name);
    this.context = { table, dialect, name, source, schema, prefix, columns };
  }

  /** A statement for each tenant among the keys, several where it has many. */
  get(keys: readonly Keyed[]): readonly Bound<Value | null>[] {
    return [...idsByTenant(keys)].flatMap(([tenantId, wanted]) =>
      chunks([...wanted], mostIds).map((some) => this.bound(byIds(this.context, tenantId, some))),
    );
  }

  /** The name of the unique key that has these columns, in their order; undefined where none has. */
  uniqueKey(columns: readonly string[]): string | undefined {
    const { table, columns: known } = this.context;
    const isKey = (fields: readonly string[]) =>
      fields.length === columns.length && fields.every((field, at) => known.of(field).name === columns[at]);
    if (isKey(["tenantId", "id"])) return "primary";
    return table.unique.find(({ fields }) => isKey(fields))?.name;
  }

  find<Row extends Keyed>(query: Query<Row>): Bound<Value | null> {
    return this.bound(byQuery(this.context, query));
  }

  count<Row extends Keyed>(where: Filter<Row> | undefined): Bound<Value | null> {
    return this.bound(counting(this.context, where));
  }

  aggregate<Row extends Keyed>(query: AggregateQuery<Row>): Bound<Value | null> {
    return this.bound(aggregating(this.context, query));
  }

  /** Null where the text holds no word: nothing is found. */
  search<Row extends Keyed>(query: SearchQuery<Row>): Bound<Value | null> | null {
    const described = byWords(this.context, query);
    return described === null ? null : this.bound(described);
  }

  change(change: Change): Bound<Value | null> {
    switch (change.kind) {
      case "insert":
        return this.insert([this.encode(change.row)]);
      case "update":
        return this.bound(updating(this.context, change));
      case "upsert":
        return this.bound(upserting(this.context, change));
      case "delete":
        return this.bound(deleting(this.context, change));
    }
  }

  /** The two statements of an upsert, for dialects without `on conflict`; `change` has one for the others. */
  upsert(change: UpsertChange): UpsertSteps<Value> {
    const insert = this.insert([this.encode(change.row)]);
    const update = updatingFound(this.context, change);
    const key = keyFilter(change);
    if (update === null || key === null) return { update: null, insert, find: null };
    return { update: this.bound(update), insert, find: this.find({ where: key, limit: 1 }) };
  }

  /** The values of a row for {@link insert}. Throws INVALID_INPUT for one that does not fit. */
  encode(row: InsertChange["row"]): EncodedRow<Value> {
    return this.context.columns.encode(row);
  }

  /** One statement that inserts all rows. There is a statement for each number of rows: let them be few. */
  insert(rows: readonly EncodedRow<Value>[]): Bound<Value | null> {
    const make = () => compile(this.context.dialect.kysely, insertFragment(this.context, rows.length));
    if (rows.length > 1) return bind(this.statements.get(`insert ${rows.length}`, make), rows.flat());
    this.insertion ??= make();
    return bind(this.insertion, rows[0] ?? []);
  }

  /** The unique key that an index of this name belongs to; `primary` where it is none of them. */
  keyOfIndex(index: string): string {
    const { table } = this.context;
    const isIts = (key: string) => index.replace(/_long$/, "") === `${this.name}_${snakeCased(key)}`;
    return table.unique.find(({ name }) => isIts(name))?.name ?? "primary";
  }

  /** Whether there is anything to claim, without taking a lock. */
  due<Row extends Claimable>(query: ClaimQuery<Row>): Bound<Value | null> {
    return this.bound(anythingDue(this.context, query));
  }

  /** Takes due rows; returns them in no given order. */
  claim<Row extends Claimable>(query: ClaimQuery<Row>): Bound<Value | null> {
    return this.bound(claiming(this.context, query));
  }

  /**
   * Locks due rows: with {@link leases} in place of {@link claim} where updates return no rows. `deep`: also those
   * behind rows that others have locked.
   */
  lockDue<Row extends Claimable>(query: ClaimQuery<Row>, how = { deep: false }): Bound<Value | null> {
    return this.bound(lockingDue(this.context, query, how));
  }

  /** Leases the rows: a statement for each tenant. */
  leases(rows: readonly Keyed[], leasedUntil: number): readonly Bound<Value | null>[] {
    const tenants = [...idsByTenant(rows)];
    return tenants.map(([tenantId, ids]) =>
      this.bound(leasing(this.context, tenantId, [...ids], leasedUntil)),
    );
  }

  decode<Row extends Keyed>(values: readonly unknown[]): Row {
    return this.context.columns.decode<Row>(values);
  }

  decodeAggregate<Row extends Keyed>(query: AggregateQuery<Row>, values: readonly unknown[]): AggregateRow {
    return decodeAggregate(this.context, query, values);
  }

  private bound(described: Described<Value>): Bound<Value | null> {
    requireFewValues(described);
    const make = () => compile(this.context.dialect.kysely, described.write());
    return bind(this.statements.get(described.key, make), described.values);
  }
}

/** Finds the {@link SqlTable} of a table, made at first use. */
export class SqlTables<Value> {
  private readonly known = new WeakMap<Table, SqlTable<Value>>();
  private readonly dialect: SqlDialect<Value>;
  private readonly prefix: string;
  private readonly schema: string | undefined;

  /** `schema`: where the database has several; default: none is named. */
  constructor(dialect: SqlDialect<Value>, prefix: string, schema?: string) {
    this.dialect = dialect;
    this.prefix = prefix;
    this.schema = schema;
  }

  of(table: Table): SqlTable<Value> {
    const known = this.known.get(table);
    if (known !== undefined) return known;
    const made = new SqlTable(table, this.dialect, this.prefix, this.schema);
    this.known.set(table, made);
    return made;
  }
}

function idsByTenant(keys: readonly Keyed[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { tenantId, id } of keys) {
    const known = ids.get(tenantId);
    if (known === undefined) ids.set(tenantId, new Set([id]));
    else known.add(id);
  }
  return ids;
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
