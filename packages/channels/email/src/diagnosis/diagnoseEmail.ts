import { type ParseEmailOptions, parseContext } from "../inbound/parseContext.ts";
import { explain } from "./explain.ts";
import { readForDiagnosis } from "./readForDiagnosis.ts";
import type { MailDiagnosis } from "./reading.ts";

/**
 * Says how `parseEmail` reads a message with the same options, and why: which part is the text and in which charset, what
 * was trimmed by which rule, why it is held to be automatic, which kind of report it is. For what can't be read it says
 * that instead of throwing. It works in the caller's thread, as `parseEmail` does.
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
