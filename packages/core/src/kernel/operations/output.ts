import type * as z from "zod";
import type { Instant, Keyed, Query, Table } from "../../ports/index.ts";
import type { StateKey } from "../state.ts";

/** The viewer: `customer` includes anonymous visitors. */
export type Viewer = "staff" | "customer";

/** What a projection can use besides the row. */
export interface Viewing {
  /** Values loaded by `prepare`, by the options of the view. */
  readonly prepared?: ReadonlyMap<object, unknown>;
  use<State>(key: StateKey<State>): State;
}

/** What a projection can be prepared from. */
export interface Preparing extends Getting {
  readonly tenantId: string;
  readonly now: Instant;
  readonly commit: object;
  use<State>(key: StateKey<State>): State;
  seesUncommitted(...tables: readonly Table[]): boolean;
  find<Row extends Keyed>(table: Table<Row>, query: Query<Row>): Promise<readonly Row[]>;
}

/** What completes a result reads rows with. */
export interface Getting {
  get<Row extends Keyed>(table: Table<Row>, id: string): Promise<Row | null>;
}

/** What an operation returns: how a result of `run` is shown, and to whom. Made by `defineView` and its kin. */
export interface Output<Row, Staff, Customer> {
  /** Name of the component in OpenAPI; views only. */
  readonly name: string | null;
  /** Where a repeated command finds its result; null for what is not one row. */
  readonly table: Table<Row & Keyed> | null;
  /** Whose row it is, where more is returned with a row. */
  readonly rowTable?: Table | null;
  /** Finds the result of a repeated command, which may not be a row of `table` yet. Default: the row with that id. */
  find?(read: Getting, id: string): Promise<Row | null>;
  /** Whether nothing is returned, so that a repeated command has nothing to find either. */
  readonly isNothing: boolean;
  /** Whether it can be shown to customers. */
  readonly isForCustomers: boolean;
  /** The result as a schema. The same object each time. */
  schema(viewer: Viewer): z.ZodType;
  /** Adds what a result shows besides its columns, read from elsewhere. Undefined: nothing. */
  complete?(result: Row, read: Getting): Promise<unknown>;
  /** Loads what the projection needs besides the result, for all of its rows. */
  prepare?(read: Preparing, into: Map<object, unknown>): Promise<void>;
  project(result: Row, viewer: Viewer, viewing: Viewing): unknown;
  /** Carries the types; never set. */
  readonly outputTypes?: { readonly row: Row; readonly staff: Staff; readonly customer: Customer };
}

/** Any output, for lists. */
// biome-ignore lint/suspicious/noExplicitAny: rows are consumed by `project`, which no other type than any admits
export type AnyOutput = Output<any, unknown, unknown>;
