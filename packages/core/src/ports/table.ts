/** A column's value. `json` columns hold plain JSON; everything else is a scalar. */
export type Scalar = string | number | boolean | null;

export type ColumnType = "text" | "integer" | "real" | "boolean" | "instant" | "json" | "bytes";

export interface ColumnDefinition {
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** What a person who opens the table should know. */
  readonly comment?: string;
}

export interface IndexDefinition {
  /** Unique in its table; identifies the key in a conflict. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** What every row has: its tenant and an id, which together are the primary key. */
export interface Keyed {
  readonly tenantId: string;
  readonly id: string;
}

/**
 * A table as plain data, without functions: `structuredClone` and JSON give an equal one. Adapters create it, plan its
 * changes and compile its statements only from the properties below; there may be others, which mean nothing to them. A
 * table is known by its name, not by its object: another process, or a new version, describes the same table. Field names
 * are camelCase; an adapter may spell them differently in the database (`snake_case` in SQL).
 */
export interface Table<Row extends Keyed = Keyed> {
  /** Unique among all tables of the desk, camelCase, plural: `cases`, `slaClocks`. */
  readonly name: string;
  readonly comment: string;
  readonly columns: Readonly<Record<string, ColumnDefinition>>;
  /** Unique keys besides the primary one. Rows with null in a key do not collide. */
  readonly unique: readonly IndexDefinition[];
  /** Keys that queries need. `sparse`: rows with null in the first field may be omitted from the index. */
  readonly indexes: readonly (IndexDefinition & { readonly sparse?: boolean })[];
  /** Names of unique keys and indexes that earlier versions had. An adapter that finds one drops it. */
  readonly retired?: readonly string[];
  /** Text fields that `search` looks into; absent if the table can't be searched. */
  readonly search?: readonly string[];
  /** Carries the row's type; never set. */
  readonly rowType?: Row;
}

/** The row type of a table. */
export type RowOf<T> = T extends Table<infer Row> ? Row : never;
