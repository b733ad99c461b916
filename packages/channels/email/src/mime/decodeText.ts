import { charsetLabel, decodeCharset, isInSevenBits, isUtf8 } from "./charsets.ts";
import { joinFlowedLines } from "./flowedText.ts";
import { contentOf } from "./partContent.ts";
import type { MimePart } from "./splitMessage.ts";
import { withoutUuencoded } from "./uuencoded.ts";

/** The longest character takes four bytes in the charsets that mail uses. */
const bytesPerCharacter = 4;

/**
 * The text of a text part, whatever its charset, `format=flowed` joined (RFC 3676), line breaks as `\n`, without the
 * files that stand in it uuencoded. `isCut` tells that it is longer than `maxCharacters` and only its beginning is here.
 */
export function decodeText(
  part: MimePart,
  maxCharacters: number,
): { readonly text: string; readonly isCut: boolean } {
  const isHtml = part.type.value === "text/html";
  const bytes = isHtml ? contentOf(part) : withoutUuencoded(contentOf(part));
  const start = bytes.subarray(0, maxCharacters * bytesPerCharacter);
  const lines = decodeCharset(start, charsetOfText(part, start)).replace(/\r\n?/g, "\n").replaceAll("\0", "");
  const { parameters, value } = part.type;
  const isFlowed = value === "text/plain" && /^flowed\b/i.test(parameters.get("format") ?? "");
  const whole = isFlowed ? joinFlowedLines(lines, parameters.get("delsp")?.toLowerCase() === "yes") : lines;
  return {
    text: whole.slice(0, maxCharacters),
    isCut: whole.length > maxCharacters || start.length < bytes.length,
  };
}

/** The charset that a text part declares, in its header or, as HTML, in itself; null where it tells none. */
export function charsetOfText(part: MimePart, bytes: Uint8Array): string | null {
  const declared = charsetLabel(part.type.parameters.get("charset"));
  if (declared !== null || part.type.value !== "text/html") return declared;
  const inside = charsetLabel(charsetInHtml(bytes));
  // Programs that convert HTML to UTF-8 rarely update its declared charset.
  return inside !== null && !isInSevenBits(inside) && isUtf8(bytes) ? "utf-8" : inside;
}

/** Where HTML has to name its charset, by the standard in the first 1,024 bytes. */
const longestHead = 4096;
// bounded: the first 4,096 bytes, of which each place is read for 200 characters
const metaCharset = /<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,100})/i;
// bounded: the first 4,096 bytes, of which each place is read for 100 characters
const xmlEncoding = /<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,100})/i;

function charsetInHtml(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, longestHead)).toString("latin1");
  return metaCharset.exec(head)?.[1] ?? xmlEncoding.exec(head)?.[1] ?? null;
}
