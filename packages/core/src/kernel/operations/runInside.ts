import type { Transaction } from "../transaction.ts";
import { admit, parseFor, type ReferenceRules } from "./admit.ts";
import type { AnyOperation } from "./operation.ts";

/** Runs an operation as a part of a transaction, and shows the result as staff see it: code in a commit is trusted. */
export async function runInside(
  tx: Transaction,
  rules: ReferenceRules,
  operation: AnyOperation,
  input: unknown,
): Promise<unknown> {
  const values = await admit(tx, operation, parseFor(tx.actor, operation, input), rules);
  const row = await runOperation(tx, operation, values);
  return operation.output.project(row, "staff", tx);
}

/** Runs what an operation does. Whoever calls it has parsed the input and let the actor in. */
export async function runOperation(
  tx: Transaction,
  { run }: AnyOperation,
  values: unknown,
): Promise<unknown> {
  // `defineCommand` and `defineQuery` accept functions of these alone, and the schema has parsed the input.
  return (run as (tx: Transaction, input: unknown) => unknown)(tx, values);
}
