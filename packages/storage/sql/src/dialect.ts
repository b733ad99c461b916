import type { ColumnType } from "@heedkit/core";
import type { Kysely } from "kysely";
import type { Fragment } from "./statement.ts";

/** What differs between the databases. `Value` is what the driver takes as a parameter. */
export interface SqlDialect<Value> {
  readonly name: string;
  /** Compiles; executes nothing. */
  readonly kysely: Kysely<unknown>;
  /** The type that a column is declared with. */
  readonly columnTypes: Readonly<Record<ColumnType, string>>;
  /** The value as the driver takes it; undefined where a column of the type cannot hold it. Never called with null. */
  readonly encoders: Readonly<Record<ColumnType, (value: unknown) => Value | undefined>>;
  /** The value as a row holds it, from what the driver gave. Never called with null. Default: as it is. */
  readonly decoders: Readonly<Partial<Record<ColumnType, (value: unknown) => unknown>>>;
  /** How a column is selected where the driver would not give it as it is. */
  readonly selected?: Readonly<Partial<Record<ColumnType, (column: Fragment) => Fragment>>>;
  /** Whether null sorts before every value in ascending order by itself; otherwise `nulls first` is written. */
  readonly nullsFirst: boolean;
  /** The type of double precision, for sums. */
  readonly realType: string;
  /**
   * The update that claims rows and returns them: two workers pass each other by. Absent where updates return no
   * rows: they are then locked and leased by two statements.
   */
  claim?(parts: ClaimParts): Fragment;
  /** What follows the table's name to have it read by an index. Default: nothing, the database chooses well. */
  byIndex?(index: string): string;
  /**
   * A column as it is sorted by without an index, where the database would rather read a whole index in that order than
   * sort the few rows that another one finds. Default: the column, the database chooses well.
   */
  sorted?(column: Fragment): Fragment;
  /** Makes an update, upsert or delete fail where it changes no row. Default: the adapter looks at how many it changed. */
  guarded?(change: Fragment): Fragment;
  /**
   * Where texts of unique keys are indexed by a generated column beside them that holds a hash of them, and looked up
   * by both.
   */
  readonly hashes?: {
    /** The hash of a text, as the generated column has it. */
    of(text: Fragment): Fragment;
  };
  /** What follows `limit`, so that the statement stays prepared whatever number is bound. */
  limit(value: Fragment): Fragment;
  /** A condition, never null: the JSON array in the column has the string. */
  includes(column: Fragment, value: Fragment): Fragment;
  /** The string as {@link includes} takes it. Default: as a text. */
  included?(text: string): Value;
  /** A condition, never null: the column holds a JSON array without items. */
  isEmptyList(column: Fragment): Fragment;
  readonly jsonPaths: JsonPaths<Value>;
  /** Where an index cannot hold long texts: how unique keys, sparse indexes and lookups go on nevertheless. */
  readonly longKeys?: LongKeys;
  readonly search: SqlSearch;
}

/** How a dialect looks at values inside JSON columns. */
export interface JsonPaths<Value> {
  /** How the name of a member is bound, and whether finding it takes a statement of its own. */
  step(name: string): { readonly value: Value; readonly shape: string };
  /** A condition, never null: the test of what is at the end of the path. Nothing there passes no test. */
  holds(
    column: Fragment,
    steps: readonly { readonly name: Fragment; readonly shape: string }[],
    test: (found: JsonFound) => Fragment,
  ): Fragment;
}

/** What is at the end of a path. The conditions are never null; those of a type are false for every other type. */
export interface JsonFound {
  /** Something other than JSON's null is there. */
  readonly isSet: Fragment;
  readonly isEmptyList: Fragment;
  /** `value` is bound as a text. */
  includes(value: Fragment): Fragment;
  text(test: (text: Fragment) => Fragment): Fragment;
  number(test: (number: Fragment) => Fragment): Fragment;
  /** True is 1, false is 0. */
  boolean(test: (number: Fragment) => Fragment): Fragment;
}

/** What a statement that claims is made of. */
export interface ClaimParts {
  /** The table as it stands after `from` and `update`. */
  readonly source: Fragment;
  /** Condition, order and limit of the rows to take. */
  readonly due: Fragment;
  /** The columns of the primary key, with the table's name before them. */
  readonly key: readonly Fragment[];
  /** The names of these columns. */
  readonly keyNames: readonly Fragment[];
  readonly assignments: Fragment;
  readonly selection: Fragment;
}

/** Texts of a key that are longer than an index takes are indexed by a digest, beside the index of the others. */
export interface LongKeys {
  /** Whether a text belongs to the digests. */
  isLong(text: string): boolean;
  /** The condition that a row is in the index of short texts. */
  short(column: Fragment): Fragment;
  /** What the other index holds in place of a long text. */
  digest(column: Fragment): Fragment;
  /** The condition that a row is among the digests, under that of the value. */
  long(column: Fragment, value: Fragment): Fragment;
}

/** How a dialect finds rows by words. */
export interface SqlSearch {
  /** The search in the engine's language, every operator in the text made harmless; null where it holds no word. */
  expression(text: string): string | null;
  /** Where the engine cannot find words by itself: what a column beside the searched one holds of its text. */
  words?(text: string): string;
  /** The select: best first. */
  select(parts: {
    readonly table: string;
    /** Names of the searched columns. */
    readonly searched: readonly string[];
    /** The table as it stands after `from`. */
    readonly source: Fragment;
    readonly schema: string | undefined;
    readonly prefix: string;
    readonly columns: Fragment;
    readonly expression: Fragment;
    readonly where: Fragment;
    readonly limit: Fragment;
  }): Fragment;
}
