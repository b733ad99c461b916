import type * as z from "zod";
import type { Permission } from "../actors.ts";
import type { AnyOutput } from "./output.ts";

export type { AnyHost, Filled, Generic, HostTypes } from "./host.ts";

export type OperationKind = "command" | "query";

/**
 * Who can call an operation. The host and the desk itself can call all; agents and bots need the permission; customers
 * and visitors can only call operations that say so.
 */
export interface Access {
  /** The permission for agents and bots; null: any agent of the desk. */
  readonly permission: Permission | null;
  /**
   * `own`: customers too, if each `reference(...)` of the input is theirs. `scoped`: customers too, and `run` restricts
   * the result to what is theirs. Default: never.
   */
  readonly customer?: "own" | "scoped";
  /** The same for anonymous visitors. Default: never. */
  readonly anonymous?: "own" | "scoped";
  /** Fields of the input that customers and visitors can set. Default: all. Others are FORBIDDEN. */
  readonly customerMay?: readonly string[];
  /** `self`: an agent needs no permission if `reference("agent")` is the agent itself. */
  readonly agent?: "self";
}

/** One thing that a desk can do, as data. Created by {@link defineCommand} and {@link defineQuery}. */
export interface Operation<Kind extends OperationKind, Input, Staff, Customer, Anonymous> {
  readonly kind: Kind;
  /** `noun.verb`, as it is called: `cases.reply`. */
  readonly name: string;
  /** One sentence in the third person. */
  readonly summary: string;
  readonly input: z.ZodType;
  readonly output: AnyOutput;
  readonly access: Access;
  /** Method and path, with fields of the input in braces: `POST /cases/{caseId}/replies`. */
  readonly http: string;
  /** Set if it makes its own commits, or none: it can't be part of another commit. */
  readonly isStandalone?: true;
  readonly run: (tx: never, input: never) => unknown;
  /** Carries the types; never set. */
  readonly operationTypes?: {
    readonly input: Input;
    readonly staff: Staff;
    readonly customer: Customer;
    readonly anonymous: Anonymous;
  };
}

/** Any operation, for lists. */
export type AnyOperation = Operation<OperationKind, unknown, unknown, unknown, unknown>;
