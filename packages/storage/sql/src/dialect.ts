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
  /** Whether null sorts before every value in ascending order by itself; otherwise `nulls first` is written. */
  readonly nullsFirst: boolean;
  /** The type of double precision, for sums. */
  readonly realType: string;
  /** What follows the select of rows to claim, so that two workers pass each other by. */
  readonly claimLock: string;
  /** What follows the table's name to have it read by an index. Default: nothing, the database chooses well. */
  byIndex?(index: string): string;
  /**
   * Where the database cannot index long texts whole: texts of unique keys are indexed by a generated column beside
   * them that holds a hash of them, and looked up by both.
   */
  readonly hashes?: {
    /** The hash of a text, as the generated column has it. */
    of(text: Fragment): Fragment;
  };
  /** What follows `limit`, so that the statement stays prepared whatever number is bound. */
  limit(value: Fragment): Fragment;
  /** A condition, never null: the JSON array in the column has the string. */
  includes(column: Fragment, value: Fragment): Fragment;
  readonly search: SqlSearch;
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
    readonly columns: Fragment;
    readonly expression: Fragment;
    readonly where: Fragment;
    readonly limit: Fragment;
  }): Fragment;
}
