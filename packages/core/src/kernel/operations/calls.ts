import { asSupportError } from "../../errors/index.ts";
import type { Context } from "../context.ts";
import type { AnyHost, Filled } from "./host.ts";
import type { AnyOperation, Operation, OperationKind } from "./operation.ts";
import { type CommandOptions, perform } from "./perform.ts";

/** Operations of one room or plugin, as a module exports them: `export * as cases from "./cases/operations.ts"`. */
export type OperationNamespace = Readonly<Record<string, unknown>>;

/** The view of an operation's input and result. */
export type Who = "staff" | "customer" | "anonymous";

type ResultFor<Types, By extends Who> = Types extends { readonly [Key in By]: infer Result } ? Result : never;
type TypesOf<Op> =
  Op extends Operation<OperationKind, infer Input, infer Staff, infer Customer, infer Anonymous>
    ? {
        readonly input: Input;
        readonly staff: Staff;
        readonly customer: Customer;
        readonly anonymous: Anonymous;
      }
    : never;

type NameFor<Name, Op, By extends Who> = Op extends AnyShape
  ? [ResultFor<TypesOf<Op>, By>] extends [never]
    ? never
    : Name
  : never;

interface AnyShape {
  readonly kind: OperationKind;
  readonly name: string;
  readonly run: unknown;
}

type Given<Input> = Record<never, never> extends Input ? [input?: Input] : [input: Input];

type Call<Op, Host, By extends Who> = Op extends { readonly kind: "command" }
  ? (
      ...given: [...Given<Filled<TypesOf<Op>["input"], Host>>, options?: CommandOptions]
    ) => Promise<Filled<ResultFor<TypesOf<Op>, By>, Host>>
  : (
      ...given: Given<Filled<TypesOf<Op>["input"], Host>>
    ) => Promise<Filled<ResultFor<TypesOf<Op>, By>, Host>>;

/** The operations of a namespace as functions, limited to those that an actor of this kind can ever call. */
export type Calls<Operations, Host, By extends Who = "staff"> = {
  readonly [Name in keyof Operations as NameFor<Name, Operations[Name], By>]: Call<
    Operations[Name],
    Host,
    By
  >;
};

/** Functions for the operations of a namespace, bound to a context. */
export function bindCalls<Operations extends OperationNamespace>(
  operations: Operations,
  context: Context,
): Calls<Operations, AnyHost> {
  const calls = Object.entries(operations).flatMap(([verb, operation]) =>
    isOperation(operation) ? [[verb, boundCall(operation, context)] as const] : [],
  );
  // Each call takes and returns what the types of its operation say.
  return Object.fromEntries(calls) as unknown as Calls<Operations, AnyHost>;
}

function boundCall(operation: AnyOperation, context: Context) {
  return async (input: unknown, options?: unknown): Promise<unknown> => {
    try {
      return await perform(context, operation, input, options);
    } catch (error) {
      throw asSupportError(error, "INTERNAL", `${operation.name}()`);
    }
  };
}

/** Whether a module's exported value is an operation. */
export function isOperation(value: unknown): value is AnyOperation {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    (value.kind === "command" || value.kind === "query") &&
    "run" in value &&
    "access" in value
  );
}
