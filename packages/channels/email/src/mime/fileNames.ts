import { decodeCharset } from "./charsets.ts";
import type { StructuredValue } from "./contentType.ts";
import { decodeWords, hexadecimal } from "./encodedWords.ts";

/** Pieces of one name that are read (RFC 2231 s.3). */
const mostPieces = 200;

/**
 * The decoded parameter `name`, in any way that mail writes it: plain, with encoded words (which RFC 2047 forbids here and
 * many programs write), percent-encoded with a charset, in pieces (RFC 2231). Null where there is none.
 */
export function decodedParameter({ parameters }: StructuredValue, name: string): string | null {
  const extended = parameters.get(`${name}*`);
  if (extended !== undefined) return decodePieces([{ content: extended, isEncoded: true }]);
  const pieces: Piece[] = [];
  for (let index = 0; index < mostPieces; index += 1) {
    const encoded = parameters.get(`${name}*${index}*`);
    const content = encoded ?? parameters.get(`${name}*${index}`);
    if (content === undefined) {
      // Some senders count from 1.
      if (index === 0 && (parameters.has(`${name}*1`) || parameters.has(`${name}*1*`))) continue;
      break;
    }
    pieces.push({ content, isEncoded: encoded !== undefined });
  }
  if (pieces.length > 0) return decodePieces(pieces);
  const plain = parameters.get(name);
  if (plain === undefined) return null;
  // Some write the extended form under the plain name.
  return /^(?:utf-8|iso-8859-\d+)'[\w-]*'.*%[0-9a-f]{2}/i.test(plain)
    ? decodePieces([{ content: plain, isEncoded: true }])
    : decodeWords(plain);
}

interface Piece {
  readonly content: string;
  readonly isEncoded: boolean;
}

function decodePieces(pieces: readonly Piece[]): string {
  const [, charset, first] =
    /^([^']{0,100})'[^']{0,100}'(.*)$/s.exec(pieces[0]?.isEncoded ? pieces[0].content : "") ?? [];
  const bytes = pieces.map(({ content, isEncoded }, index) => {
    const text = index === 0 ? (first ?? content) : content;
    return isEncoded ? percentDecoded(text) : Buffer.from(text, "utf8");
  });
  const decoded = decodeCharset(Buffer.concat(bytes), charset ?? null);
  return decodeWords(decoded);
}

function percentDecoded(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const value = bytes[index] === 0x25 ? hexadecimal(bytes[index + 1], bytes[index + 2]) : -1;
    if (value >= 0) index += 2;
    bytes[written++] = value >= 0 ? value : (bytes[index] ?? 0);
  }
  return bytes.subarray(0, written);
}

/** Longest file name that is kept. */
const longestFileName = 200;

/** A name that is safe to show and to save under: no folders, no control or direction characters, not hidden. */
export function cleanFileName(name: string): string | null {
  const clean = name
    .replace(/[\p{Cc}\p{Bidi_C}\u2028\u2029]/gu, "")
    .replace(/^.*[\\/]/s, "")
    .replace(/^[a-z]:/i, "")
    .replace(/^[.\s]+/, "")
    .trim();
  if (clean === "") return null;
  if (clean.length <= longestFileName) return clean;
  const extension = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? "";
  return clean.slice(0, longestFileName - extension.length) + extension;
}
