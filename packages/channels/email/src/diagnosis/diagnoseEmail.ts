import { type ParseEmailOptions, parseContext } from "../inbound/parseContext.ts";
import { explain } from "./explain.ts";
import { readForDiagnosis } from "./readForDiagnosis.ts";
import type { MailDiagnosis } from "./reading.ts";

/**
 * Explains how `parseEmail` reads a message with the same options: which part is the text and in which charset, what
 * was trimmed by which rule, why it is considered automatic, and which kind of report it is. If a message can't be
 * parsed, the explanation says so; nothing is thrown. It runs in the caller's thread, like `parseEmail`.
 *
 * @example
 * console.log((await diagnoseEmail(bytes, { address: "support@shop.example" })).explanation);
 */
export async function diagnoseEmail(
  bytes: Uint8Array,
  options: ParseEmailOptions = {},
): Promise<MailDiagnosis> {
  const reading = readForDiagnosis(bytes, parseContext(options));
  return { ...reading, explanation: explain(reading) };
}
