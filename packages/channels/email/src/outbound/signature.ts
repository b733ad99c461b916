import type { OutboundMessage } from "@heedkit/core";

type Bodies = Pick<OutboundMessage, "text" | "html" | "signature">;

/** RFC 3676 s.4.3: the line by which mail programs know where a signature begins, and leave it out of answers. */
const delimiter = "-- ";

/** The text of a mail, with the signature below it. */
export function signedText({ text, signature }: Bodies): string {
  if (signature === null) return text;
  const written = text.trimEnd();
  return `${written === "" ? "" : `${written}\n\n`}${delimiter}\n${signature.text.trim()}\n`;
}

/** The same as HTML; null where the message has none. */
export function signedHtml({ html, signature }: Bodies): string | null {
  if (html === null || signature === null) return html;
  return `${html}\n<div class="heedkit-signature">${delimiter}<br>\n${signature.html}</div>`;
}
