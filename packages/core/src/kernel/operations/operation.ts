import type * as z from "zod";
import type { Permission } from "../actors.ts";
import type { AnyOutput } from "./output.ts";

export type { AnyHost, Filled, Generic, HostTypes } from "./host.ts";

export type OperationKind = "command" | "query";

/**
 * Who may call an operation. The host and the desk itself may call all; agents and bots need the permission; customers
 * and visitors may call only what says so.
 */
export interface Access {
  /** What agents and bots need; null: nothing beyond being an agent of the desk. */
  readonly permission: Permission | null;
  /**
   * `own`: customers too, where each `reference(...)` of the input is theirs. `scoped`: customers too, and `run` shows
   * what is theirs. Default: never.
   */
  readonly customer?: "own" | "scoped";
  /** The same for anonymous visitors. Default: never. */
  readonly anonymous?: "own" | "scoped";
  /** Fields of the input that customers and visitors may set. Default: all. Anything else is FORBIDDEN. */
  readonly customerMay?: readonly string[];
  /**
   * What it has to do with cases, for agents whose role reaches only some of them. `none`: it shows and changes nothing of
   * cases. `named`: only of those that each `reference("case")` or `reference("message")` of the input names, which the
   * kernel checks. `narrowed`: `run` narrows what it shows by `scopeOf` or `reaches`. Default: it can't be narrowed, and is
   * FORBIDDEN to such agents.
   */
  readonly cases?: "none" | "named" | "narrowed";
  /** `self`: an agent needs no permission where `reference("agent")` is the agent itself. */
  readonly agent?: "self";
}

/** One thing that a desk can do, as data. Made by {@link defineCommand} and {@link defineQuery}. */
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
  /** Set where it makes commits of its own, or none: it can't be part of another commit. */
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
