import type { Address } from "@heedkit/core";
import { parseAddress } from "../address/parseAddress.ts";
import { readHeader } from "../mime/headerFields.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import { decodeTransferEncoding } from "../mime/transferEncoding.ts";
import { headerLine } from "../reply/headerLabels.ts";
import { longestHeader, plainLine } from "../reply/plainLine.ts";
import { quoteStartAt } from "../reply/quoteStart.ts";
import { isForwardSeparator } from "../reply/separators.ts";
import { isAnswerSubject, withoutLabels } from "../subject/marks.ts";

/** `VS` is left out: it marks a forward in Danish and Norwegian, and an answer in Finnish. */
const forwardMark = /^(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|переслано|转发|轉寄|ilt)\s?[:：]/iu;
/** A forwarded header stands at the beginning of the forwarding message, below at most a note. */
const mostLines = 400;

/** Of a line that names a sender, so much is read. */
const longestSender = 800;

/** Whether a subject marks a forward, rather than a reply to one. */
export function isForwardSubject(subject: string): boolean {
  return forwardMark.test(withoutLabels(subject));
}

/** A message that an agent wrote. */
export interface AgentMessage {
  readonly message: MimeMessage;
  readonly subject: string;
  readonly text: string;
  /** Whether a signature of this desk ties it to a case, as it does a reply. */
  readonly isOfKnownCase: boolean;
}

/**
 * The author of the message forwarded here, or null if none is forwarded or its sender can't be parsed. Only call it
 * for agents: anybody else could put words into a stranger's mouth. If in doubt a message is the agent's own reply:
 * treating it as the customer's would show customers words they never wrote.
 */
export function forwardedFrom({ message, subject, text, isOfKnownCase }: AgentMessage): Address | null {
  if (isOfKnownCase || isAnswerSubject(subject)) return null;
  const isForward = isForwardSubject(subject);
  const attached = message.leaves.find((part) => part.type.value === "message/rfc822");
  if (attached !== undefined && isForward) {
    const bytes = decodeTransferEncoding(attached.body, attached.headers.first("content-transfer-encoding"));
    const { fields } = readHeader(bytes, 0, Math.min(bytes.length, 64 * 1024), () => false);
    const from = fields.find(({ key }) => key === "from")?.value;
    return from === undefined ? null : parseAddress(from);
  }
  const lines = text.split("\n", mostLines);
  const quote = lines.findIndex((_line, index) => quoteStartAt(lines, index) !== null);
  // A forward deeper inside was made by somebody else, and is quoted here in an answer.
  if (!isForward && (quote === -1 || !isForwardSeparator(lines[quote] ?? ""))) return null;
  for (let index = Math.max(0, quote); index < lines.length; index += 1) {
    const header = headerLine(plainLine((lines[index] ?? "").slice(0, longestHeader)));
    if (header?.kind !== "from") continue;
    const sender = header.value;
    // Outlook writes `Ann [mailto:ann@x]`, others fold the address to the next line.
    const whole = `${sender} ${sender.includes("@") ? "" : (lines[index + 1] ?? "")}`;
    return parseAddress(withAngleBrackets(whole.slice(0, longestSender)));
  }
  return null;
}

/** A name and an address in brackets of any kind, written as a header would; what holds no such address stays as it is. */
function withAngleBrackets(sender: string): string {
  const pieces = sender.split(/[[\]()<>]/);
  const at = pieces.findIndex((piece, index) => index > 0 && /^(?:mailto:)?[^\s@]+@\S+$/i.test(piece));
  if (at === -1) return sender;
  return `${pieces.slice(0, at).join(" ")} <${pieces[at]?.replace(/^mailto:/i, "")}>`;
}
