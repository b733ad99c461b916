import type { Address } from "@heedkit/core";
import { parseAddress } from "../address/parseAddress.ts";
import { readHeader } from "../mime/headerFields.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import { decodeTransferEncoding } from "../mime/transferEncoding.ts";
import { isForwardSeparator, quotedSender } from "../reply/quoteHeaders.ts";

const forwardSubject =
  /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|vl|pd|переслано|转发|轉寄|ilt)\s?[:：]/iu;
/** A forwarded header stands at the beginning of the forwarding message, below at most a note. */
const mostLines = 400;

/**
 * Who wrote the message that is forwarded here, or null where none is or its sender can't be read. Call it for agents
 * only: anybody else could put words into a stranger's mouth.
 */
export function forwardedFrom(message: MimeMessage, subject: string, text: string): Address | null {
  const attached = message.leaves.find((part) => part.type.value === "message/rfc822");
  const isForward = forwardSubject.test(subject);
  if (attached !== undefined && isForward) {
    const bytes = decodeTransferEncoding(attached.body, attached.headers.first("content-transfer-encoding"));
    const { fields } = readHeader(bytes, 0, Math.min(bytes.length, 64 * 1024), () => false);
    const from = fields.find(({ key }) => key === "from")?.value;
    return from === undefined ? null : parseAddress(from);
  }
  const lines = text.split("\n", mostLines);
  const separator = lines.findIndex(isForwardSeparator);
  if (separator === -1 && !isForward) return null;
  for (let index = Math.max(0, separator); index < lines.length; index += 1) {
    const sender = quotedSender((lines[index] ?? "").replace(/^[>\s]+/, ""));
    if (sender === null) continue;
    // Outlook writes `Ann [mailto:ann@x]`, others fold the address to the next line.
    const whole = `${sender} ${sender.includes("@") ? "" : (lines[index + 1] ?? "")}`;
    return parseAddress(whole.replace(/[[(<]+(?:mailto:)?([^\s<>()[\]]+@[^\s<>()[\]]+)[\])>].*$/i, "<$1>"));
  }
  return null;
}
