import type * as z from "zod";
import type { Context } from "../context.ts";
import type { Read, Transaction } from "../transaction.ts";
import { requireZod4 } from "../zod4.ts";
import type { Access, Operation, OperationKind } from "./operation.ts";
import type { Output } from "./output.ts";
import { checkReferences } from "./reference.ts";

interface Definition<Input extends z.ZodType, Row, Staff, Customer, A extends Access> {
  /** `noun.verb`, as it is called: `cases.reply`. */
  readonly name: string;
  /** One sentence in the third person, with a full stop. */
  readonly summary: string;
  readonly input: Input;
  readonly output: Output<Row, Staff, Customer>;
  readonly access: A;
  /** Method and path, with fields of the input in braces: `POST /cases/{caseId}/replies`. */
  readonly http: string;
}

interface CommandDefinition<Input extends z.ZodType, Row, Staff, Customer, A extends Access>
  extends Definition<Input, Row, Staff, Customer, A> {
  /** Reads, decides and writes. Returns rows: the kernel shows callers what they may see of them. */
  run(tx: Transaction, input: z.output<Input>): Promise<NoInfer<Row>> | NoInfer<Row>;
}

interface QueryDefinition<Input extends z.ZodType, Row, Staff, Customer, A extends Access>
  extends Definition<Input, Row, Staff, Customer, A> {
  /** Reads. Returns rows: the kernel shows callers what they may see of them. */
  run(read: Read, input: z.output<Input>): Promise<NoInfer<Row>> | NoInfer<Row>;
}

type ForCustomers<A extends Access, Customer> = A extends { readonly customer: string } ? Customer : never;
type ForVisitors<A extends Access, Customer> = A extends { readonly anonymous: string } ? Customer : never;

type Defined<
  Kind extends "command" | "query",
  Input extends z.ZodType,
  Staff,
  Customer,
  A extends Access,
> = Operation<Kind, z.input<Input>, Staff, ForCustomers<A, Customer>, ForVisitors<A, Customer>>;

/**
 * Defines a command: one commit, with its permission, ownership, events and idempotency.
 *
 * ```ts
 * export const reply = defineCommand({
 *   name: "cases.reply",
 *   summary: "Replies to the customer.",
 *   input: z.strictObject({ caseId: reference("case"), text: z.string() }),
 *   output: messageView,
 *   access: { permission: "cases.reply" },
 *   http: "POST /cases/{caseId}/replies",
 *   async run(tx, { caseId, text }): Promise<MessageRow> { ... },
 * });
 * ```
 *
 * @throws SupportError INVALID_CONFIGURATION if customers can call it but their ownership can't be checked
 */
export function defineCommand<Input extends z.ZodType, Row, Staff, Customer, const A extends Access>(
  definition: CommandDefinition<Input, Row, Staff, Customer, A>,
): Defined<"command", Input, Staff, Customer, A> {
  requireZod4(`${definition.name}: input`, definition.input);
  checkReferences(definition);
  return { ...definition, kind: "command" };
}

/** Defines a query, which only reads. Otherwise like {@link defineCommand}. */
export function defineQuery<Input extends z.ZodType, Row, Staff, Customer, const A extends Access>(
  definition: QueryDefinition<Input, Row, Staff, Customer, A>,
): Defined<"query", Input, Staff, Customer, A> {
  requireZod4(`${definition.name}: input`, definition.input);
  checkReferences(definition);
  return { ...definition, kind: "query" };
}

interface ProcedureDefinition<
  Kind extends OperationKind,
  Input extends z.ZodType,
  Row,
  Staff,
  Customer,
  A extends Access,
> extends Definition<Input, Row, Staff, Customer, A> {
  readonly kind: Kind;
  run(context: Context, input: z.output<Input>): Promise<NoInfer<Row>>;
}

/**
 * Defines an operation of core that makes several commits, or reads what no transaction sees: sealing, replaying,
 * bytes. It takes no idempotency key and can't be called inside another commit.
 */
export function defineProcedure<
  Kind extends OperationKind,
  Input extends z.ZodType,
  Row,
  Staff,
  Customer,
  const A extends Access,
>(
  definition: ProcedureDefinition<Kind, Input, Row, Staff, Customer, A>,
): Defined<Kind, Input, Staff, Customer, A> {
  requireZod4(`${definition.name}: input`, definition.input);
  checkReferences(definition);
  return { ...definition, isStandalone: true };
}

/**
 * Names the type of an input schema, so that editors show `ReplyInput` rather than twelve fields; or gives it a type
 * with a gap for the host's own fields.
 */
export function namedInput<Name>() {
  return <Input extends z.ZodType>(schema: Input): z.ZodType<z.output<Input>, Name> =>
    // The name is the input type of the schema, or the same with a gap.
    schema as unknown as z.ZodType<z.output<Input>, Name>;
}
