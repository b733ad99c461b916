import { type Code, inCode } from "../code.ts";
import type { Read, Transaction } from "../transaction.ts";
import { admit, parseFor, type ReferenceRules } from "./admit.ts";
import type { AnyOperation } from "./operation.ts";
import type { AnyOutput, Viewer } from "./output.ts";
import { checked } from "./outputCheck.ts";

/** Runs an operation as part of a transaction, and shows the result as staff see it: code in a commit is trusted. */
export async function runInside(
  tx: Transaction,
  rules: ReferenceRules,
  operation: AnyOperation,
  input: unknown,
  code: Code | undefined,
): Promise<unknown> {
  const parsed = await inCode(code, operation.name, () => parseFor(tx.actor, operation, input));
  const values = await admit(tx, operation, parsed, rules);
  const row = await runOperation(tx, operation, values, code);
  const view = await inCode(code, operation.name, () => shown(operation.output, row, "staff", tx));
  return checked(operation, "staff", view);
}

/** Runs an operation. The caller has parsed the input and checked the actor. */
export async function runOperation(
  tx: Transaction,
  { name, run, output }: AnyOperation,
  values: unknown,
  code: Code | undefined,
): Promise<unknown> {
  // `defineCommand` and `defineQuery` only accept such functions, and the schema has parsed the input.
  const call = run as (tx: Transaction, input: unknown) => unknown;
  return inCode(code, name, async () => completed(output, await call(tx, values), tx));
}

/** A result as a viewer sees it. */
export async function shown(
  output: AnyOutput,
  result: unknown,
  viewer: Viewer,
  read: Transaction | Read,
): Promise<unknown> {
  if (output.prepare === undefined) return output.project(result, viewer, read);
  const prepared = new Map<object, unknown>();
  await output.prepare(read, prepared);
  return output.project(result, viewer, { use: (key) => read.use(key), prepared });
}

/** A result with what it shows besides its columns. */
export async function completed(
  { complete }: AnyOutput,
  result: unknown,
  read: Pick<Read, "get">,
): Promise<unknown> {
  return complete === undefined ? result : complete(result, read);
}
