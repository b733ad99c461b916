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
  comment: "Keys under which commands were given, so that giving one again returns the first result.",
  idPrefix: "idk",
  fields: {
    fingerprint: z.string().describe("Digest of the input: the same key with other input is refused."),
    resultId: z.string(),
    createdAt: instant(),
  },
  // Who knows the rest of an input could guess a name in it by its digest. A key without one is refused, not free again.
  personal: { subject: { mentions: "resultId" }, columns: { fingerprint: "erase" } },
});

export interface Once<Row extends Keyed> {
  /** Name of the command; keys of different commands, and of different actors, do not meet. */
  readonly command: string;
  /** Chosen by the caller; undefined runs the command without the guard. */
  readonly key: string | undefined;
  readonly input: unknown;
  /** Where the result is found again. */
  readonly table: Table<Row>;
  /** Refuses whoever may not give the command any more; asked of a repetition too. */
  readonly admit?: (tx: Transaction) => Promise<unknown>;
}

/**
 * Runs a command at most once for its idempotency key; a repetition returns the row that the first one made, as it
 * is now. @throws SupportError IDEMPOTENCY_MISMATCH when the key was used with other input.
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
      throw new SupportError("NOT_FOUND", `What ${command} made under "${key}" was erased.`);
    return result;
  });
}

/** The id under which a key of an actor is kept. Hashed, because keys and ids of actors are as long as callers like. */
export function keyId(command: string, { kind, id }: Actor, key: string): Promise<string> {
  return digest(JSON.stringify([command, kind, id, key]));
}

/** What tells one input from another. */
export async function fingerprintOf(input: unknown): Promise<string> {
  return digest(JSON.stringify(await comparable(input)));
}

/** An input as it is compared: fields in the order of their names, bytes by their digest. */
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
    `The idempotency key "${key}" was used for another ${command}. Take a new key for a new request.`,
  );
}
