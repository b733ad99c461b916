import PostalMime from "postal-mime";
import { joinFlowedLines } from "./flowedText.ts";
import type { MimePart } from "./splitMessage.ts";
import { decodeTransferEncoding } from "./transferEncoding.ts";

/** The longest character takes four bytes in the charsets that mail uses. */
const bytesPerCharacter = 4;
/** Quoted-printable takes three bytes for one, and soft line breaks. */
const encodedLength = 4;

/**
 * The text of a text part, whatever its charset, `format=flowed` joined (RFC 3676), line breaks as `\n`.
 * `isCut` tells that it is longer than `maxCharacters` and only its beginning is here.
 */
export async function decodeText(
  part: MimePart,
  maxCharacters: number,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const encoded = part.body.subarray(0, maxCharacters * bytesPerCharacter * encodedLength);
  const bytes = decodeTransferEncoding(encoded, part.headers.first("content-transfer-encoding"));
  const start = bytes.subarray(0, maxCharacters * bytesPerCharacter);
  const charset = charsetOf(part, start).replace(/[^\w.:+-]/g, "");
  const { text = "" } = await PostalMime.parse(
    `Content-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(start).toString("base64")}\r\n`,
  );
  const lines = text.replace(/\r\n?/g, "\n").replaceAll("\0", "");
  const { parameters, value } = part.type;
  const isFlowed = value === "text/plain" && parameters.get("format")?.toLowerCase() === "flowed";
  const whole = isFlowed ? joinFlowedLines(lines, parameters.get("delsp")?.toLowerCase() === "yes") : lines;
  return {
    text: whole.slice(0, maxCharacters),
    isCut: whole.length > maxCharacters || start.length < bytes.length || encoded.length < part.body.length,
  };
}

/** Many senders declare nothing, or US-ASCII, and then write UTF-8 or their code page. */
function charsetOf(part: MimePart, bytes: Uint8Array): string {
  const declared = part.type.parameters.get("charset")?.trim().toLowerCase() ?? "";
  const tellsNothing = ["", "us-ascii", "ascii", "unknown-8bit", "x-unknown"].includes(declared);
  if (!tellsNothing) return declared;
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream, because the bytes may be cut within a character.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
