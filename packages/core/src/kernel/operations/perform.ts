import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import type { Keyed } from "../../ports/index.ts";
import { CallMemory } from "../callMemory.ts";
import { type Code, inCode } from "../code.ts";
import { Commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { fingerprintOf, idempotencyKeys, keyId, mismatch } from "../idempotency.ts";
import { parseInput } from "../input.ts";
import { Run } from "../run.ts";
import { commitOnce } from "../transact.ts";
import type { Read, Transaction } from "../transaction.ts";
import { admit, parseFor, type ReferenceRules, viewerOf } from "./admit.ts";
import type { AnyOperation } from "./operation.ts";
import type { AnyOutput } from "./output.ts";
import { checked } from "./outputCheck.ts";
import { completed, runOperation, shown } from "./runInside.ts";

/** Options of a command's call, besides its input. */
export interface CommandOptions {
  /**
   * Chosen by the caller, at most 200 characters: repeating the command under the same key returns the first result, in
   * its current state. @throws SupportError IDEMPOTENCY_MISMATCH if the input is different
   */
  readonly idempotencyKey?: string;
}

const optionsInput = z.strictObject({ idempotencyKey: z.string().min(1).max(200).optional() });

/** Runs an operation for the context's actor, and shows what they may see of the result. */
export async function perform(
  context: Context,
  operation: AnyOperation,
  input: unknown,
  given: unknown = {},
): Promise<unknown> {
  const { kernel, actor } = context;
  const { name, output } = operation;
  const viewer = viewerOf(actor);
  const { idempotencyKey } = parseInput(optionsInput, given, name);
  const code = kernel.operations.ownerOf(operation);
  const values = await inCode(code, name, () => parseFor(actor, operation, input));
  const as = { ...context, code };
  if (operation.kind === "query" || operation.isStandalone === true) {
    if (idempotencyKey !== undefined) throw noKey(name, "can be repeated safely without one");
    await kernel.requireTenant(context.tenantId);
    const read = openRead(as);
    const admitted = await admit(read, operation, values, kernel.references);
    const row = await (operation.isStandalone === true
      ? completed(output, await runStandalone(context, operation, admitted), read)
      : runQuery(read, operation, admitted, code));
    return checked(operation, viewer, await inCode(code, name, () => shown(output, row, viewer, read)));
  }
  if (idempotencyKey !== undefined && !canFind(output) && !output.isNothing)
    throw noKey(name, "has no result that could be looked up again");
  const once =
    idempotencyKey === undefined
      ? null
      : { id: await keyId(name, actor, idempotencyKey), fingerprint: await fingerprintOf(input) };
  const { result, commit } = await commitOnce(as, async (tx) => {
    const admitted = await admit(tx, operation, values, kernel.references);
    if (once === null) return runOperation(tx, operation, admitted, code);
    const earlier = await tx.get(idempotencyKeys, once.id);
    if (earlier === null) {
      const made = await runOperation(tx, operation, admitted, code);
      Run.keep(tx, idempotencyKeys, { ...once, resultId: idOf(made) });
      return made;
    }
    if (earlier.fingerprint !== once.fingerprint) throw mismatch(name, idempotencyKey ?? "");
    await requireReach(tx, output, kernel.references, earlier.resultId);
    return findAgain(tx, operation, earlier.resultId);
  });
  const viewing = new Run(commit, actor, code, null, true);
  const left = asCommitted(commit, output, result);
  return checked(operation, viewer, await inCode(code, name, () => shown(output, left, viewer, viewing)));
}

/** Reads on behalf of a context's actor. `remembers`: a row that was read once stays the same. */
export function openRead(context: Context, { remembers = true } = {}): Read {
  const { kernel, actor, code } = context;
  const correlationId = context.correlationId ?? kernel.ids.create("cor");
  const commit = new Commit(context, correlationId, 1, new CallMemory(context), { remembers });
  return new Run(commit, actor, code, null, true);
}

async function runQuery(
  read: Read,
  { name, run, output }: AnyOperation,
  values: unknown,
  code: Code | undefined,
): Promise<unknown> {
  // `defineQuery` accepts functions of these alone, and the schema has parsed the input.
  const ask = run as (read: Read, input: unknown) => unknown;
  return inCode(code, name, async () => completed(output, await ask(read, values), read));
}

async function runStandalone(context: Context, { run }: AnyOperation, values: unknown): Promise<unknown> {
  // `defineProcedure` only accepts such functions, and the schema has parsed the input.
  return (run as (context: Context, input: unknown) => unknown)(context, values);
}

/** What came to be somebody else's since the first call isn't shown to whoever repeats it. */
async function requireReach(
  tx: Transaction,
  { table, rowTable }: AnyOutput,
  rules: ReferenceRules,
  id: string,
): Promise<void> {
  const name = (table ?? rowTable)?.name;
  const rule = name === undefined ? undefined : [...rules.values()].find((one) => one.table?.name === name);
  if (rule === undefined) return;
  if (tx.actor.kind === "customer") {
    if ((await rule.isOwn?.(tx, id)) !== true) throw rule.missing(id);
    return;
  }
  const scope = await tx.scopeOf("cases.read");
  const isNarrow = scope === "own" || scope === "team";
  if (isNarrow && (await rule.isWithin?.(tx, id, scope)) === false) throw rule.missing(id);
}

async function findAgain(tx: Transaction, { name, output }: AnyOperation, id: string): Promise<unknown> {
  if (!canFind(output)) return undefined;
  const row: unknown = await (output.find?.(tx, id) ??
    (output.table === null ? null : tx.get(output.table, id)));
  if (row === null)
    throw new SupportError("NOT_FOUND", `The result of ${name} under this key no longer exists.`);
  return completed(output, row, tx);
}

/** The row as reactions left it, which may be later than what the command returned. */
function canFind({ table, find }: AnyOutput): boolean {
  return table !== null || find !== undefined;
}

function asCommitted(commit: Commit, output: AnyOutput, result: unknown): unknown {
  const table = output.table ?? output.rowTable ?? null;
  const id = idOf(result);
  if (table === null || id === "") return result;
  const current = commit.staging.staged(table, id);
  return current === null ? result : { ...(result as Keyed), ...current };
}

function idOf(row: unknown): string {
  return typeof row === "object" && row !== null && "id" in row && typeof row.id === "string" ? row.id : "";
}

function noKey(name: string, why: string): SupportError {
  return new SupportError("INVALID_INPUT", `${name} takes no idempotencyKey: it ${why}.`);
}
