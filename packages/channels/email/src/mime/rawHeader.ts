import { decodeCharset, isUtf8 } from "./charsets.ts";

const encodedWord = /=\?[^?\s]{1,100}\?[qb]\?[^?]*\?=/gi;
const beyondAscii = /[\x80-\xff]/;

/** Whether a header holds raw bytes that are not UTF-8, so that only its charset says what they mean. */
export function needsCharset(header: Uint8Array): boolean {
  return !isUtf8(header);
}

/**
 * A header value, given with one character for each byte. RFC 6532 says that raw bytes are UTF-8; old clients put those
 * of the body's charset there. Within an encoded word they are bytes of the word.
 */
export function decodeHeader(value: string, charset: string | null): string {
  if (!beyondAscii.test(value)) return value.includes("\x1b$") ? decodeCharset(bytesOf(value), null) : value;
  const bytes = bytesOf(value);
  if (isUtf8(bytes)) return decodeCharset(bytes, "utf-8");
  const words = value.replace(encodedWord, asciiWord);
  if (!beyondAscii.test(words)) return words;
  const charsetOfWords = /=\?([^?\s*]{1,100})/.exec(words)?.[1] ?? null;
  const declared = decodeCharset(bytesOf(words), charset ?? charsetOfWords);
  return declared.includes("\ufffd") ? decodeCharset(bytesOf(words), charsetOfWords) : declared;
}

function asciiWord(word: string): string {
  return word.replace(/[\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function bytesOf(value: string): Buffer {
  return Buffer.from(value, "latin1");
}
