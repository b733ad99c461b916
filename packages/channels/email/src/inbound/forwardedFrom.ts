import type { Address } from "@heedkit/core";
import { parseAddress } from "../address/parseAddress.ts";
import { readHeader } from "../mime/headerFields.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import { decodeTransferEncoding } from "../mime/transferEncoding.ts";
import { isForwardSeparator, quotedSender, quoteHeaderLength } from "../reply/quoteHeaders.ts";

/** `VS` is left out: it marks a forward in Danish and Norwegian, and an answer in Finnish. */
const forwardMark = /^(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|переслано|转发|轉寄|ilt)\s?[:：]/iu;
const answerMark =
  /^(?:re|aw|sv|antw|odp|res|resp|rif|ynt|bls|atb|vá|r|απ|отв|ответ|回复|回覆|答复|答覆)(?:\s?[[(]\d{1,3}[\])])?\s?[:：]/iu;
/** What lists, gateways and desks put before the subject, such as `[External]`. */
const labels = /^\s*(?:\[[^\]]{1,40}\]\s*){0,3}/u;
/** A forwarded header stands at the beginning of the forwarding message, below at most a note. */
const mostLines = 400;

/** Of a line that names a sender, so much is read. */
const longestSender = 800;

/** A message that an agent wrote. */
export interface AgentMessage {
  readonly message: MimeMessage;
  readonly subject: string;
  readonly text: string;
  /** Whether a signature of this desk ties it to a case, as it does an answer. */
  readonly isOfKnownCase: boolean;
}

/**
 * Who wrote the message that is forwarded here, or null where none is or its sender can't be read. Call it for agents
 * only: anybody else could put words into a stranger's mouth. In doubt a message is the agent's own answer: to take it
 * for the customer's would show him words he never wrote.
 */
export function forwardedFrom({ message, subject, text, isOfKnownCase }: AgentMessage): Address | null {
  const bareSubject = subject.replace(labels, "");
  if (isOfKnownCase || answerMark.test(bareSubject)) return null;
  const isForward = forwardMark.test(bareSubject);
  const attached = message.leaves.find((part) => part.type.value === "message/rfc822");
  if (attached !== undefined && isForward) {
    const bytes = decodeTransferEncoding(attached.body, attached.headers.first("content-transfer-encoding"));
    const { fields } = readHeader(bytes, 0, Math.min(bytes.length, 64 * 1024), () => false);
    const from = fields.find(({ key }) => key === "from")?.value;
    return from === undefined ? null : parseAddress(from);
  }
  const lines = text.split("\n", mostLines);
  const quote = lines.findIndex((_line, index) => quoteHeaderLength(lines, index) > 0);
  // A forward deeper inside was made by somebody else, and is quoted here in an answer.
  if (!isForward && (quote === -1 || !isForwardSeparator(lines[quote] ?? ""))) return null;
  for (let index = Math.max(0, quote); index < lines.length; index += 1) {
    const sender = quotedSender((lines[index] ?? "").replace(/^[>\s]+/, ""));
    if (sender === null) continue;
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
