import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import type { Keyed, Table } from "../ports/index.ts";
import type { Actor } from "./actors.ts";
import type { Context } from "./context.ts";
import { hex } from "./hex.ts";
import { defineAppendOnlyTable, instant } from "./table.ts";
import { transact } from "./transact.ts";
import type { Transaction } from "./transaction.ts";

export const idempotencyKeys = defineAppendOnlyTable("idempotencyKeys", {
  comment: "Idempotency keys of commands: repeating a command under its key returns the first result.",
  idPrefix: "idk",
  fields: {
    fingerprint: z.string().describe("Digest of the input. The same key with different input is rejected."),
    resultId: z.string(),
    createdAt: instant(),
  },
  // Knowing the rest of an input, one could guess a name in it from its digest. A key without a digest is rejected, not
  // reusable.
  personal: { subject: { mentions: "resultId" }, columns: { fingerprint: "erase" } },
});

export interface Once<Row extends Keyed> {
  /** Name of the command; keys are separate for each command and actor. */
  readonly command: string;
  /** Chosen by the caller; undefined runs the command without idempotency. */
  readonly key: string | undefined;
  readonly input: unknown;
  /** How to find the result again. */
  readonly table: Table<Row>;
  /** Rejects callers who no longer have the permission; also checked for repeated calls. */
  readonly admit?: (tx: Transaction) => Promise<unknown>;
}

/**
 * Runs a command at most once for its idempotency key; a repeated call returns the row of the first one, in its current
 * state. @throws SupportError IDEMPOTENCY_MISMATCH if the key was used with different input.
 */
export async function transactOnce<Row extends Keyed>(
  context: Context,
  { command, key, input, table, admit }: Once<Row>,
  decide: (tx: Transaction) => Promise<Row>,
): Promise<Row> {
  if (key === undefined) {
    return transact(context, async (tx) => {
      await admit?.(tx);
      return decide(tx);
    });
  }
  const id = await keyId(command, context.actor, key);
  const fingerprint = await fingerprintOf(input);
  return transact(context, async (tx) => {
    await admit?.(tx);
    const earlier = await tx.get(idempotencyKeys, id);
    if (earlier === null) {
      const result = await decide(tx);
      tx.insert(idempotencyKeys, { id, fingerprint, resultId: result.id });
      return result;
    }
    if (earlier.fingerprint !== fingerprint) throw mismatch(command, key);
    const result = await tx.get(table, earlier.resultId);
    if (result === null)
      throw new SupportError("NOT_FOUND", `The result of ${command} under the key "${key}" was erased.`);
    return result;
  });
}

/** The id under which an actor's key is stored. Hashed, because keys and actor ids can have any length. */
export function keyId(command: string, { kind, id }: Actor, key: string): Promise<string> {
  return digest(JSON.stringify([command, kind, id, key]));
}

/** What distinguishes one input from another. */
export async function fingerprintOf(input: unknown): Promise<string> {
  return digest(JSON.stringify(await comparable(input)));
}

/** An input in comparable form: sorted fields, bytes as digests. */
async function comparable(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return { sha256: await digest(value) };
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return Promise.all(value.map(comparable));
  const fields = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return { fields: await Promise.all(fields.map(async ([name, part]) => [name, await comparable(part)])) };
}

/** SHA-256 as lower-case hex. */
export async function digest(content: string | Uint8Array): Promise<string> {
  // A copy, as the platform takes no shared memory, whose bytes could change while it reads.
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

export function mismatch(command: string, key: string): SupportError {
  return new SupportError(
    "IDEMPOTENCY_MISMATCH",
    `The idempotency key "${key}" was already used for a different ${command}. Use a new key for a new request.`,
  );
}
