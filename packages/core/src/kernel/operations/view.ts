import * as z from "zod";
import type { Cursor, Keyed } from "../../ports/index.ts";
import type { DefinedTable } from "../table.ts";
import type { Read } from "../transaction.ts";
import type { Filled, Generic } from "./host.ts";
import type { AnyOutput, Output, Preparing, Viewer, Viewing } from "./output.ts";
import { notForCustomers } from "./shapes.ts";

interface ViewOptions<
  Row,
  Internal extends keyof Row,
  Customer extends keyof Row,
  Joined extends object,
  Prepared,
> {
  /** Columns that are never shown. */
  readonly internal?: readonly Internal[];
  /** Columns shown to customers; null if they can't see this at all. */
  readonly customer: readonly Customer[] | null;
  /** Values computed for customers in place of columns, such as the host fields they can read. */
  readonly forCustomers?: (
    row: Row,
    viewing: Viewing,
    prepared: Prepared | undefined,
  ) => Partial<Record<Customer, unknown>>;
  /** The same for staff. */
  readonly forStaff?: (row: Row, prepared: Prepared | undefined) => Partial<Record<keyof Row, unknown>>;
  /** Schemas of those values, if they differ from those of the columns. */
  readonly customerShape?: Partial<Record<Customer, z.ZodType>>;
  /** Values read from other rows, shown to everybody. */
  readonly joined?: {
    readonly schema: z.ZodType<Joined>;
    readonly load: (row: Row, read: Pick<Read, "get">) => Promise<Joined>;
  };
  /** Loads what `forCustomers` and `forStaff` need besides the row, once for all rows of a result. */
  readonly prepare?: (read: Preparing) => Promise<Prepared> | Prepared;
}

/** What staff see of the rows of a view. */
export type StaffOf<V> = V extends Output<infer _Row, infer Staff, infer _Customer> ? Staff : never;
/** What customers see of the rows of a view. */
export type CustomerOf<V> = V extends Output<infer _Row, infer _Staff, infer Customer> ? Customer : never;
/** The rows that a view shows. */
export type ViewedRow<V> = V extends Output<infer Row, infer _Staff, infer _Customer> ? Row : never;

/**
 * The public view of a table's rows: columns for staff, columns for customers. Results of `run` go through it, so that
 * a row never leaves as it is.
 */
export function defineView<
  Row extends Keyed,
  Internal extends keyof Row = never,
  Customer extends keyof Row = never,
  Joined extends object = Record<never, never>,
  Prepared = never,
>(
  name: string,
  table: DefinedTable<Row>,
  options: ViewOptions<Row, Internal, Customer, Joined, Prepared>,
): Output<Row, Omit<Row, Internal> & Readonly<Joined>, Readonly<Pick<Row, Customer>> & Readonly<Joined>> {
  const { internal = [], customer, forCustomers, forStaff, customerShape, joined, prepare } = options;
  const preparedIn = ({ prepared }: Viewing): Prepared | undefined =>
    // Only set by `prepare` of the same options.
    prepared?.get(options) as Prepared | undefined;
  const joinedShape = joined?.schema instanceof z.ZodObject ? joined.schema.shape : {};
  const joinedColumns = Object.keys(joinedShape);
  const hidden = new Set(internal.map(String));
  const ownColumns = Object.keys(table.columns).filter((column) => !hidden.has(column));
  const staffColumns = [...ownColumns, ...joinedColumns];
  const customerColumns = [...(customer ?? []).map(String), ...joinedColumns];
  return {
    name,
    table,
    isNothing: false,
    isForCustomers: customer !== null,
    schema: schemas((viewer) =>
      columnsSchema(
        table,
        { ...joinedShape, ...(viewer === "customer" ? customerShape : undefined) },
        viewer === "staff" ? staffColumns : customerColumns,
        viewer === "staff" ? name : `Customer${name}`,
      ),
    ),
    ...(joined === undefined
      ? {}
      : {
          complete: async (row: Row, read: Pick<Read, "get">) => ({
            ...row,
            ...(await joined.load(row, read)),
          }),
        }),
    ...(prepare === undefined
      ? {}
      : {
          prepare: async (read: Preparing, into: Map<object, unknown>) => {
            into.set(options, await prepare(read));
          },
        }),
    project(row, viewer, viewing) {
      if (viewer === "staff") {
        const shown = picked(row, staffColumns);
        return forStaff === undefined ? shown : Object.assign(shown, forStaff(row, preparedIn(viewing)));
      }
      if (customer === null) throw notForCustomers(name);
      return { ...picked(row, customerColumns), ...forCustomers?.(row, viewing, preparedIn(viewing)) };
    },
  };
}

/** Names the types of a view, if one has a gap or would be long to read. */
export function named<Staff, Customer>() {
  return <Row>(view: Output<Row, unknown, unknown>): Output<Row, Staff, Customer> =>
    // Interfaces of the same columns, or the same with a gap for the host's types.
    view as Output<Row, Staff, Customer>;
}

/** A row of a view with further values, each with its own view. */
export function withParts<Row, Staff, Customer, Parts extends Readonly<Record<string, AnyOutput>>>(
  name: string,
  view: Output<Row, Staff, Customer>,
  parts: Parts,
): Output<
  Row & { readonly [Part in keyof Parts]: ViewedRow<Parts[Part]> },
  Staff & { readonly [Part in keyof Parts]: StaffOf<Parts[Part]> },
  Customer & { readonly [Part in keyof Parts]: CustomerOf<Parts[Part]> }
> {
  const entries: [string, AnyOutput][] = Object.entries(parts);
  const { complete } = view;
  return {
    name,
    // A repeated call would find the row without its parts.
    table: null,
    rowTable: view.table,
    isNothing: false,
    isForCustomers: view.isForCustomers && entries.every(([, part]) => part.isForCustomers),
    schema: schemas((viewer) => {
      const own = view.schema(viewer);
      const shape = own instanceof z.ZodObject ? own.shape : {};
      return z
        .object({
          ...shape,
          ...Object.fromEntries(entries.map(([part, output]) => [part, output.schema(viewer)])),
        })
        .meta({ id: viewer === "staff" ? name : `Customer${name}` });
    }),
    ...preparing([view, ...entries.map(([, part]) => part)]),
    ...(complete === undefined ? {} : { complete }),
    project(row, viewer, viewing) {
      const values = row as Readonly<Record<string, unknown>>;
      return {
        ...(view.project(row, viewer, viewing) as object),
        ...Object.fromEntries(
          entries.map(([part, output]) => [part, output.project(values[part], viewer, viewing)]),
        ),
      };
    },
  };
}

/** Rows of a list, and where the next ones start; `next` is null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
}

/** @internal */
export interface PageOf<Row> extends Generic {
  readonly type: Page<Filled<Row, this["host"]>>;
}
/** @internal */
export interface ListOf<Row> extends Generic {
  readonly type: readonly Filled<Row, this["host"]>[];
}
/** @internal */
export interface NullOr<Row> extends Generic {
  readonly type: Filled<Row, this["host"]> | null;
}

type Wrapped<T, Plain, Gapped> = T extends Generic ? Gapped : Plain;

/** A page of a view. */
export function page<Row, Staff, Customer>(
  view: Output<Row, Staff, Customer>,
): Output<
  Page<Row>,
  Wrapped<Staff, Page<Staff>, PageOf<Staff>>,
  Wrapped<Customer, Page<Customer>, PageOf<Customer>>
> {
  const cursor = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable();
  return wrapped(
    view,
    (schema) => z.object({ rows: z.array(schema), next: cursor }),
    ({ rows, next }, show) => ({ rows: rows.map(show), next }),
    async ({ rows, next }, complete) => ({ rows: await Promise.all(rows.map(complete)), next }),
  );
}

/** All rows of a list that is short by nature. */
export function list<Row, Staff, Customer>(
  view: Output<Row, Staff, Customer>,
): Output<
  readonly Row[],
  Wrapped<Staff, readonly Staff[], ListOf<Staff>>,
  Wrapped<Customer, readonly Customer[], ListOf<Customer>>
> {
  return wrapped(
    view,
    (schema) => z.array(schema),
    (rows, show) => rows.map(show),
    (rows, complete) => Promise.all(rows.map(complete)),
  );
}

/** A row of a view, or null. */
export function orNull<Row, Staff, Customer>(
  view: Output<Row, Staff, Customer>,
): Output<
  Row | null,
  Wrapped<Staff, Staff | null, NullOr<Staff>>,
  Wrapped<Customer, Customer | null, NullOr<Customer>>
> {
  return wrapped(
    view,
    (schema) => schema.nullable(),
    (row, show) => (row === null ? null : show(row)),
    async (row, complete) => (row === null ? null : complete(row)),
  );
}

function wrapped<Row, Result, Staff, Customer>(
  view: Output<Row, unknown, unknown>,
  wrap: (schema: z.ZodType) => z.ZodType,
  project: (result: Result, show: (row: Row) => unknown) => unknown,
  completeEach: (result: Result, complete: (row: Row) => Promise<unknown>) => Promise<unknown>,
): Output<Result, Staff, Customer> {
  const { complete } = view;
  return {
    name: null,
    table: null,
    isNothing: false,
    isForCustomers: view.isForCustomers,
    schema: schemas((viewer) => wrap(view.schema(viewer))),
    ...preparing([view]),
    ...(complete === undefined
      ? {}
      : {
          complete: (result: Result, read: Pick<Read, "get">) =>
            completeEach(result, (row) => complete(row, read)),
        }),
    project: (result, viewer, viewing) => project(result, (row) => view.project(row, viewer, viewing)),
  };
}

/** Prepares every part of a result. */
function preparing(parts: readonly AnyOutput[]): Pick<AnyOutput, "prepare"> {
  const all = parts.flatMap((part) => (part.prepare === undefined ? [] : [part]));
  if (all.length === 0) return {};
  return {
    async prepare(read, into) {
      for (const part of all) await part.prepare?.(read, into);
    },
  };
}

function schemas(make: (viewer: Viewer) => z.ZodType): (viewer: Viewer) => z.ZodType {
  const made = new Map<Viewer, z.ZodType>();
  return (viewer) => {
    const known = made.get(viewer);
    if (known !== undefined) return known;
    const schema = make(viewer);
    made.set(viewer, schema);
    return schema;
  };
}

function columnsSchema(
  table: DefinedTable,
  others: Readonly<Record<string, unknown>>,
  columns: readonly string[],
  id: string,
): z.ZodType {
  const whole: unknown = table.schema;
  const own: Readonly<Record<string, unknown>> = whole instanceof z.ZodObject ? whole.shape : {};
  const all: Readonly<Record<string, unknown>> = { ...own, ...others };
  const shape = Object.fromEntries(
    columns.flatMap((column) => (all[column] instanceof z.ZodType ? [[column, all[column]]] : [])),
  );
  return z.object(shape).meta({ id });
}

function picked(row: object, columns: readonly string[]): object {
  const values = row as Readonly<Record<string, unknown>>;
  const shown: Record<string, unknown> = {};
  for (const column of columns) shown[column] = values[column];
  return shown;
}
