import type { InboundReceipt } from "@heedkit/core";
import type { ParseContext } from "../inbound/parseContext.ts";
import type { MimeMessage } from "../mime/readMime.ts";

export async function readReport(
  _message: MimeMessage,
  _context: ParseContext,
): Promise<readonly InboundReceipt[] | null> {
  return null;
}
