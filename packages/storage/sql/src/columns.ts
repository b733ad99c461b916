import { type ColumnDefinition, type Keyed, misfit, requireColumn, type Table } from "@heedkit/core";
import { sql } from "kysely";
import type { SqlDialect } from "./dialect.ts";
import { columnNames, hashColumn, wordsColumn } from "./names.ts";
import type { Fragment } from "./statement.ts";

/** A field's column: its name and how its values get in and out. */
export interface SqlColumn<Value> {
  readonly field: string;
  readonly name: string;
  readonly definition: ColumnDefinition;
  readonly reference: Fragment;
  /** The generated column with the hash that unique keys hold in place of a text; null where there is none. */
  readonly hash: Fragment | null;
  /** As it is selected. */
  readonly selected: Fragment;
  /** Whether it is a text in a unique key, beside the tenant and the id, or the first of a sparse index. */
  readonly isKeyText: boolean;
  /** Throws INVALID_INPUT for a value that the column cannot hold; null passes where the column may hold it. */
  encode(value: unknown): Value | null;
}

/** A column that holds the words of another. */
export interface WordsColumn<Value> {
  readonly name: string;
  encode(text: unknown): Value | null;
}

/** The columns of a table, compiled for a dialect. */
export class SqlColumns<Value> {
  readonly list: readonly SqlColumn<Value>[];
  /** Columns beside those of fields, which hold the words of searched ones: none where the dialect needs none. */
  readonly words: ReadonlyMap<string, WordsColumn<Value>>;
  /** All columns, in the order that {@link decode} expects. */
  readonly selection: Fragment;
  private readonly table: Table;
  private readonly byField: ReadonlyMap<string, SqlColumn<Value>>;
  private readonly decoders: readonly (((value: unknown) => unknown) | undefined)[];
  private readonly fields: readonly string[];

  constructor(table: Table, dialect: SqlDialect<Value>, sqlName: string) {
    this.table = table;
    this.list = [...columnNames(table)].map(([field, name]) => {
      const definition = requireColumn(table, field);
      const encoder = dialect.encoders[definition.type];
      const encode = (value: unknown): Value | null => {
        if (value === null && definition.nullable) return null;
        const encoded = value === null ? undefined : encoder(value);
        if (encoded === undefined) throw misfit(table, field, definition, value);
        return encoded;
      };
      const isUnique = table.unique.some(({ fields }) => fields.includes(field));
      const isKeyText =
        definition.type === "text" &&
        !["tenantId", "id"].includes(field) &&
        (isUnique || table.indexes.some(({ fields: [first], sparse }) => sparse && first === field));
      const refer = (column: string) => sql`${sql.ref(`${sqlName}.${column}`)}`;
      const reference = refer(name);
      const hash = isKeyText && isUnique && dialect.hashes !== undefined ? refer(hashColumn(name)) : null;
      const select = dialect.selected?.[definition.type];
      const selected = select === undefined ? reference : sql`${select(reference)} as ${sql.id(name)}`;
      return { field, name, definition, encode, isKeyText, hash, reference, selected };
    });
    this.words = wordsColumns(table, dialect, this.list);
    this.selection = sql.join(this.list.map(({ selected }) => selected));
    this.fields = this.list.map(({ field }) => field);
    this.byField = new Map(this.list.map((column) => [column.field, column]));
    this.decoders = this.list.map(({ definition }) => dialect.decoders[definition.type]);
  }

  /** Throws INVALID_INPUT when the table has no such field. */
  of(field: string): SqlColumn<Value> {
    const column = this.byField.get(field);
    if (column !== undefined) return column;
    requireColumn(this.table, field);
    throw new TypeError(`No column was made for "${field}".`);
  }

  /** Names of the columns that an insert fills, in the order of {@link encode}. */
  get inserted(): readonly string[] {
    return [...this.list, ...this.words.values()].map(({ name }) => name);
  }

  /** Values of a whole row. Throws INVALID_INPUT for a missing, unknown or unfitting one. */
  encode(row: Keyed & Readonly<Record<string, unknown>>): (Value | null)[] {
    const values = this.list.map((column) => column.encode(row[column.field]));
    for (const [field, words] of this.words) values.push(words.encode(row[field]));
    for (const field in row) if (!this.byField.has(field)) requireColumn(this.table, field);
    return values;
  }

  /** The row of values that {@link selection} selected. */
  decode<Row extends Keyed>(values: readonly unknown[]): Row {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < this.fields.length; at++) {
      const value = values[at];
      const decoder = this.decoders[at];
      row[this.fields[at] ?? ""] = decoder === undefined || value === null ? value : decoder(value);
    }
    return row as Row & Record<string, unknown>;
  }
}

function wordsColumns<Value>(
  { search = [] }: Table,
  dialect: SqlDialect<Value>,
  columns: readonly SqlColumn<Value>[],
): ReadonlyMap<string, WordsColumn<Value>> {
  const { words } = dialect.search;
  if (words === undefined) return new Map();
  const searched = columns.filter(({ field }) => search.includes(field));
  return new Map(
    searched.map(({ field, name }) => [
      field,
      {
        name: wordsColumn(name),
        encode: (text) => (typeof text === "string" ? (dialect.encoders.text(words(text)) ?? null) : null),
      },
    ]),
  );
}
