import PostalMime from "postal-mime";
import type { MimePart } from "./splitMessage.ts";
import { decodeTransferEncoding } from "./transferEncoding.ts";

/** The longest character takes four bytes in the charsets that mail uses. */
const bytesPerCharacter = 4;

/**
 * The text of a text part, whatever its charset, `format=flowed` joined (RFC 3676), line breaks as `\n`.
 * `isCut` tells that it is longer than `maxCharacters` and only its beginning is here.
 */
export async function decodeText(
  part: MimePart,
  maxCharacters: number,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const bytes = decodeTransferEncoding(part.body, part.headers.first("content-transfer-encoding"));
  const start = bytes.subarray(0, maxCharacters * bytesPerCharacter);
  const isFlowed = part.type.value === "text/plain" && part.type.parameters.get("format") === "flowed";
  const lines = [
    `Content-Type: text/plain; charset="${charsetOf(part, start).replace(/["\\\r\n]/g, "")}"${
      isFlowed ? `; format=flowed; delsp=${part.type.parameters.get("delsp") === "yes" ? "yes" : "no"}` : ""
    }`,
    "Content-Transfer-Encoding: base64",
  ];
  const { text = "" } = await PostalMime.parse(
    `${lines.join("\r\n")}\r\n\r\n${Buffer.from(start).toString("base64")}\r\n`,
  );
  const whole = text.replace(/\r\n?/g, "\n").replaceAll("\0", "");
  return {
    text: whole.slice(0, maxCharacters),
    isCut: whole.length > maxCharacters || start.length < bytes.length,
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
