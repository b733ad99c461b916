import { withoutComments } from "./comments.ts";
import { hexadecimal } from "./encodedWords.ts";
import { uuencodedFiles } from "./uuencoded.ts";

/** The longest name of an encoding has 16 characters; the rest is room for comments. */
const longestEncoding = 200;

/**
 * The bytes of a part's body without its `Content-Transfer-Encoding`. Broken encodings give what can be read of them;
 * an unknown one gives the bytes as they are.
 */
export function decodeTransferEncoding(body: Uint8Array, encoding: string | null): Uint8Array {
  const name = withoutComments((encoding ?? "").slice(0, longestEncoding)).toLowerCase();
  if (name.includes("base64")) return decodeBase64(body);
  if (name.includes("quoted-printable")) return decodeQuotedPrintable(body);
  if (isUuencoding(encoding)) return uuencodedFiles(body)[0]?.bytes ?? body;
  return body;
}

/** Whether a `Content-Transfer-Encoding` is the one of old Unix, under any of its names. */
export function isUuencoding(encoding: string | null): boolean {
  return /^\s*(?:x-)?uu(?:e|encode|encoded)?\b/i.test(encoding ?? "");
}

/** Some mailers pad every line; each padded run is decoded separately. */
function decodeBase64(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1");
  const output = Buffer.allocUnsafe(Math.ceil((text.length * 3) / 4) + 3);
  let written = 0;
  for (let start = 0; start < text.length; ) {
    const padding = text.indexOf("=", start);
    const end = padding === -1 ? text.length : padding;
    if (end > start) written += output.write(text.slice(start, end), written, "base64");
    start = end + 1;
  }
  return output.subarray(0, written);
}

/** RFC 2045 s.6.7. */
function decodeQuotedPrintable(body: Uint8Array): Uint8Array {
  const output = new Uint8Array(body.length);
  let written = 0;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    if (byte !== 0x3d) {
      output[written++] = byte;
      continue;
    }
    const value = hexadecimal(body[index + 1], body[index + 2]);
    if (value >= 0) {
      output[written++] = value;
      index += 2;
      continue;
    }
    const softBreak = lengthOfSoftBreak(body, index + 1);
    if (softBreak === 0) output[written++] = byte;
    else index += softBreak;
  }
  return output.subarray(0, written);
}

/** Blanks after `=` are transport padding, to be ignored; more than a line's length of them is no soft break. */
function lengthOfSoftBreak(body: Uint8Array, start: number): number {
  let index = start;
  while ((body[index] === 0x20 || body[index] === 0x09) && index - start < 80) index += 1;
  if (index === body.length) return index - start;
  if (body[index] === 0x0d) index += 1;
  return body[index] === 0x0a ? index + 1 - start : 0;
}
