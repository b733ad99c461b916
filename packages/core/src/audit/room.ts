import * as z from "zod";
import { milliseconds, type OptionShape, readOptions, unique } from "../configuration/index.ts";
import type { Room } from "../kernel/index.ts";
import { auditBlocks, auditEntries } from "./schema.ts";
import { type AuditState, auditState } from "./state.ts";
import { type AuditOptions, auditSweep } from "./sweep.ts";

const secret = { error: "expected at least 32 characters, such as 32 random bytes in base64" };

const ofAudit = {
  sealEveryMs: milliseconds({ from: 0 }).default(60_000),
  settleMs: milliseconds({ from: 0 }).default(10_000),
  keys: z
    .array(z.strictObject({ id: z.string().min(1), secret: z.string(secret).min(32, secret) }))
    .superRefine(unique("id", ({ id }) => id))
    .default([]),
} satisfies OptionShape<AuditOptions>;

/** The seal over the events. What is wrong with the options goes to `problems`. */
export function auditRoom(given: unknown, problems: string[]): Room {
  const options = readOptions(ofAudit, "audit", given, problems);
  return {
    tables: [auditBlocks, auditEntries],
    sweeps: [auditSweep(options)],
    state: { id: auditState.id, value: { keys: options.keys } satisfies AuditState },
  };
}
