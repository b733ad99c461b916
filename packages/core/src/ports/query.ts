import type { Scalar } from "./table.ts";

/** Comparisons of one field. Two-valued: a comparison with null is false, never unknown. */
export type Leaf<Row> = {
  [Field in keyof Row & string]:
    | { readonly field: Field; readonly is: Row[Field] & Scalar }
    | { readonly field: Field; readonly isNot: Row[Field] & Scalar }
    | { readonly field: Field; readonly in: readonly (Row[Field] & Scalar)[] }
    | { readonly field: Field; readonly below: NonNullable<Row[Field]> & Scalar }
    | { readonly field: Field; readonly atMost: NonNullable<Row[Field]> & Scalar }
    | { readonly field: Field; readonly above: NonNullable<Row[Field]> & Scalar }
    | { readonly field: Field; readonly atLeast: NonNullable<Row[Field]> & Scalar }
    | { readonly field: Field; readonly startsWith: string }
    /** The field is a JSON array of strings that contains this one. */
    | { readonly field: Field; readonly includes: string }
    /** The field is an empty JSON array. */
    | { readonly field: Field; readonly isEmpty: true }
    | (NonNullable<Row[Field]> extends NonNullable<Scalar> | Uint8Array ? never : PathLeaf<Field>);
}[keyof Row & string];

/**
 * Comparisons of a value inside a JSON field. `path` lists names of object members from the outside in, each taken
 * literally: a dot, a quote or a `$` is part of the name, and arrays have no members. If the path leads nowhere the
 * value is null, as it is for a JSON null. Types are never converted: `is: 1` matches neither `"1"` nor `true`, and an
 * ordering comparison only matches values of its own type. An object equals nothing, but it is not null.
 */
export type PathLeaf<Field extends string> = { readonly field: Field; readonly path: JsonPath } & (
  | { readonly is: Scalar }
  | { readonly isNot: Scalar }
  | { readonly in: readonly Scalar[] }
  | { readonly below: NonNullable<Scalar> }
  | { readonly atMost: NonNullable<Scalar> }
  | { readonly above: NonNullable<Scalar> }
  | { readonly atLeast: NonNullable<Scalar> }
  | { readonly startsWith: string }
  | { readonly includes: string }
  | { readonly isEmpty: true }
);

/** Names of object members from the outside in: 1 to 10, of at most 1,000 characters each. */
export type JsonPath = readonly [string, ...string[]];

/**
 * A filter as a tree. `is: null` matches null and `isNot: "x"` matches null too, as in JavaScript; ordering comparisons
 * never match null; `not` is plain negation. An unknown field throws INVALID_INPUT, and never widens the result. `in:
 * []` matches nothing. Strings are compared by code point, case-sensitively.
 */
export type Filter<Row> =
  | Leaf<Row>
  | { readonly and: readonly Filter<Row>[] }
  | { readonly or: readonly Filter<Row>[] }
  | { readonly not: Filter<Row> };

export interface Order<Row> {
  readonly field: keyof Row & string;
  /**
   * Default `ascending`. Null sorts before every value in ascending order, and after every value in descending order.
   */
  readonly direction?: "ascending" | "descending";
}

/** The values of the order's fields, and then the id, of the last row seen. */
export type Cursor = readonly Scalar[];

export interface Query<Row> {
  readonly where?: Filter<Row>;
  /**
   * Storage adds `id` as the last key, in the direction of the key before it: the order is total, and an index on these
   * fields serves it in both directions. Default: by `id`, ascending.
   */
  readonly orderBy?: readonly Order<Row>[];
  /** Only rows after this one in the order. Keyset paging: rows inserted concurrently never shift a page. */
  readonly after?: Cursor;
  /** Maximum rows to return, 1 to 1,000. */
  readonly limit: number;
}

export interface SearchQuery<Row> {
  /** Words as typed by a person; all of them must match. Search operators of the engine have no effect. */
  readonly text: string;
  readonly where?: Filter<Row>;
  /** Maximum rows to return, 1 to 1,000. */
  readonly limit: number;
}

/** `count` needs no field; the others ignore nulls. */
export type Measure<Row> =
  | { readonly measure: "count" }
  | { readonly measure: "sum" | "min" | "max" | "average"; readonly field: keyof Row & string };

export interface AggregateQuery<Row> {
  readonly where?: Filter<Row>;
  readonly groupBy?: readonly (keyof Row & string)[];
  readonly measures: Readonly<Record<string, Measure<Row>>>;
}

export interface AggregateRow {
  /** Values of the `groupBy` fields, by field. */
  readonly group: Readonly<Record<string, Scalar>>;
  /** Results by the names given in `measures`; null if no row had a value. */
  readonly values: Readonly<Record<string, number | null>>;
}
