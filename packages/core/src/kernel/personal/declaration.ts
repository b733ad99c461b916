/**
 * How a row leads to the person whose data it holds.
 *
 * - `customer`, `agent`: the column holds the id of the customer or agent, or a list of such ids.
 * - `address`: the row is about whoever holds this address, as a row of `identities` says.
 * - `through`: the column holds the id, or a list of ids, of rows of `table`, and their subject is this row's too.
 * - `namedBy`: rows of that table name the id of this row somewhere in `column`, and their subject is this row's too.
 * - `mentions`: no column leads to a person, but this one may hold the id of a person's row of any table, or an
 *   address of theirs.
 */
export type PersonalSubject<Column extends string = string> =
  | { readonly customer: Column }
  | { readonly agent: Column }
  | { readonly address: { readonly kind: Column; readonly value: Column } }
  | { readonly through: Column; readonly table: string }
  | { readonly namedBy: string; readonly column: string }
  | { readonly mentions: Column };

/**
 * What happens to a value when its person is erased.
 *
 * - `erase`: it is emptied: null if the column is nullable, otherwise an empty text, list, object or byte array.
 * - `derive`: it follows from other values, and is computed again from what remains of them.
 * - `none`: it says nothing about a person: a key, a state, a word of the desk's own.
 * - `keep`: it is about the person and stays, for the reason given.
 */
export type WholeTreatment = "erase" | "derive" | "none" | { readonly keep: string };

/** The treatment of a value, or of the parts of an object or of each object in a list. */
export type PersonalTreatment =
  | WholeTreatment
  | { readonly parts: { readonly [Part in string]?: PersonalTreatment | undefined } };

/**
 * How the entries of a column name people other than the subject of the row. `customer`: an entry is the id of a
 * customer; `address`: it is an address, `{ kind, value }`. In an object, the fields that hold these.
 */
export type PersonalNaming =
  | "customer"
  | "address"
  | { readonly customer?: string | undefined; readonly address?: string | undefined };

/** The personal data in a table, as the desk reads it, with any column names. */
export type PersonalData =
  | "none"
  | {
      readonly subject: PersonalSubject | readonly PersonalSubject[];
      readonly others?: { readonly [Column in string]?: PersonalNaming | undefined } | undefined;
      readonly rows?: "erase" | undefined;
      readonly columns?: { readonly [Column in string]?: PersonalTreatment | undefined } | undefined;
    };

/** The personal data in a table of these rows; `none` if nothing in it is about a person. */
export type PersonalDataOf<Row> = "none" | WholeRows<Row> | SomeColumns<Row>;

interface Whose<Row> {
  /** Whose data a row holds. With several, it is the data of each person that any of them leads to. */
  readonly subject: PersonalSubject<keyof Row & string> | readonly PersonalSubject<keyof Row & string>[];
  /**
   * Columns that name people other than the subject. If one of them is erased, only the entries that name them are
   * removed.
   */
  readonly others?: { readonly [Column in keyof Row & string]?: NamingIn<Row[Column]> };
}

interface WholeRows<Row> extends Whose<Row> {
  /** The whole row is deleted with its person. */
  readonly rows: "erase";
  readonly columns?: never;
}

interface SomeColumns<Row> extends Whose<Row> {
  readonly rows?: never;
  /** What happens to each column. Every column with free text must be listed. */
  readonly columns: { readonly [Column in keyof Row & string]?: TreatmentOf<Row[Column]> };
}

type TreatmentOf<Value> =
  | WholeTreatment
  | { readonly parts: { readonly [Part in keyof Entry<Value> & string]?: TreatmentOf<Entry<Value>[Part]> } };

type NamingIn<Value> =
  | "customer"
  | "address"
  | {
      readonly customer?: keyof Entry<Value> & string;
      readonly address?: keyof Entry<Value> & string;
    };

type Entry<Value> = NonNullable<Value> extends readonly (infer Element)[] ? Element : NonNullable<Value>;
