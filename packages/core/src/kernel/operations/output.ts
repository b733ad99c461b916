import type * as z from "zod";
import type { Keyed, Table } from "../../ports/index.ts";
import type { StateKey } from "../state.ts";
import type { Read } from "../transaction.ts";

/** Who looks: `customer` stands for anonymous visitors too. */
export type Viewer = "staff" | "customer";

/** What a projection may look at beside the row. */
export interface Viewing {
  use<State>(key: StateKey<State>): State;
}

/** What an operation returns: how a result of `run` is shown, and to whom. Made by `defineView` and its kin. */
export interface Output<Row, Staff, Customer> {
  /** Of the component in OpenAPI; of views only. */
  readonly name: string | null;
  /** Where a repeated command finds its result; null for what is not one row. */
  readonly table: Table<Row & Keyed> | null;
  /** Whose row it is, where more is returned with a row. */
  readonly rowTable?: Table | null;
  /** Whether there is nothing to return, so that a repeated command has nothing to find either. */
  readonly isNothing: boolean;
  /** Whether customers can be shown it at all. */
  readonly isForCustomers: boolean;
  /** What comes out, as a schema. The same object each time. */
  schema(viewer: Viewer): z.ZodType;
  /** A result with what it is shown with beside its columns, read from elsewhere. Undefined: as it is. */
  complete?(result: Row, read: Pick<Read, "get">): Promise<unknown>;
  project(result: Row, viewer: Viewer, viewing: Viewing): unknown;
  /** Carries the types; never set. */
  readonly outputTypes?: { readonly row: Row; readonly staff: Staff; readonly customer: Customer };
}

/** Any output, for lists. */
// biome-ignore lint/suspicious/noExplicitAny: rows are consumed by `project`, which no other type than any admits
export type AnyOutput = Output<any, unknown, unknown>;
