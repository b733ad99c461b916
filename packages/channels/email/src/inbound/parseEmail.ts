import type { InboundEvent } from "@heedkit/core";
import { withProof } from "../bounce/proof.ts";
import { readReport } from "../bounce/readReport.ts";
import { readMime, unparseable } from "../mime/readMime.ts";
import { type ParseContext, type ParseEmailOptions, parseContext } from "./parseContext.ts";
import { readContent } from "./readContent.ts";
import { readMessage } from "./readMessage.ts";

/**
 * Reads a message of RFC 5322 bytes: one message event, or the receipts of a bounce or read notice, never both. Pure, and
 * bounded in time and memory by `limits`. Throws UNPARSEABLE, and nothing else, for what it can't read.
 *
 * @example
 * const [event] = await parseEmail(bytes, { address: "support@shop.example" });
 * if (event?.kind === "message") console.log(event.from.value, event.newText);
 */
export async function parseEmail(
  bytes: Uint8Array,
  options: ParseEmailOptions = {},
): Promise<readonly InboundEvent[]> {
  return parseInContext(bytes, parseContext(options));
}

export async function parseInContext(
  bytes: Uint8Array,
  context: ParseContext,
): Promise<readonly InboundEvent[]> {
  const message = readMime(bytes, context.limits);
  try {
    const content = readContent(message, context.limits.maxBodyCharacters);
    const report = readReport(message, content.text, context);
    if (report !== null) return withProof(report.receipts, message.headers, context);
    return [readMessage(message, content, context)];
  } catch (error) {
    throw unparseable(error);
  }
}
