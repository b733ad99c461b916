import type { InboundReceipt } from "@heedkit/core";
import { mailRecipients } from "../inbound/mailRecipients.ts";
import type { ParseContext } from "../inbound/parseContext.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import { readReturnPath } from "../threading/returnPath.ts";

/** Addresses that are looked at; each costs a signature. */
const mostAddresses = 50;

/**
 * Says of receipts whether they came by a signed return path, and then which message and recipient they are about: what the
 * report itself says of those is anybody's word. Of several recipients in a proven report the one that the path was made for
 * is told, with the worst that is said of any.
 *
 * Headers are believed here because the signature proves itself: whoever knows it has seen the recipient's own copy.
 */
export function withProof(
  receipts: readonly InboundReceipt[],
  headers: MailHeaders,
  { keyring, tenantId, envelopeTo }: ParseContext,
): readonly InboundReceipt[] {
  if (keyring === null) return receipts;
  for (const address of [...envelopeTo, ...mailRecipients(headers)].slice(0, mostAddresses)) {
    const path = readReturnPath(keyring, tenantId, address);
    const [first, ...others] = receipts;
    if (path === null || first === undefined) continue;
    const worst = others.reduce((one, other) => (severity(other) > severity(one) ? other : one), first);
    return [{ ...worst, ...path, proven: true }];
  }
  return receipts;
}

function severity({ state, permanence }: InboundReceipt): number {
  if (state === "bounced") return permanence === "hard" ? 3 : 2;
  return state === "failed" || state === "delayed" ? 1 : 0;
}
