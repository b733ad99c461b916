import { isUtf8 as isWholeUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { charsetLabel, decodeCharset } from "./charsets.ts";

interface EncodedWord {
  readonly charset: string;
  readonly isBase64: boolean;
  readonly content: string;
}

/** Longest name of a charset with its language (RFC 2231 s.5). */
const longestCharset = 100;
const opening = /^=\?([^?\s]{1,100})\?([bq])\?/i;
const betweenWords = /^[ \t\r\n]*$/;

/**
 * A header value with its encoded words (RFC 2047) decoded. Words of one charset that follow each other are decoded
 * together, whatever the case of its name and whichever way each is encoded, because senders split characters.
 */
export function decodeWords(value: string): string {
  if (!value.includes("=?")) return value;
  return runsOf(value)
    .map((run) => (typeof run === "string" ? run : decodeRun(run)))
    .join("");
}

/** The same value with each run of encoded words as one word in UTF-8, which every parser reads. */
export function normaliseWords(value: string): string {
  if (!value.includes("=?")) return value;
  return runsOf(value)
    .map((run) =>
      typeof run === "string" ? run : `=?utf-8?B?${Buffer.from(decodeRun(run)).toString("base64")}?=`,
    )
    .join("");
}

/** Text, and runs of encoded words that only blanks set apart. */
function runsOf(value: string): readonly (string | readonly EncodedWord[])[] {
  const runs: (string | EncodedWord[])[] = [];
  let from = 0;
  for (let start = value.indexOf("=?"); start !== -1; ) {
    const head = opening.exec(value.slice(start, start + longestCharset + 6));
    const contentStart = start + (head?.[0].length ?? 2);
    const next = value.indexOf("=?", contentStart);
    const end = head === null ? -1 : value.indexOf("?=", contentStart);
    if (head !== null && end === -1) break;
    if (head === null || (next !== -1 && next < end - 1)) {
      start = next;
      continue;
    }
    const between = value.slice(from, start);
    const last = runs.at(-1);
    const word = {
      charset: head[1] ?? "",
      isBase64: head[2]?.toLowerCase() === "b",
      content: value.slice(contentStart, end),
    };
    if (typeof last === "object" && betweenWords.test(between)) last.push(word);
    else {
      if (between !== "") runs.push(between);
      runs.push([word]);
    }
    from = end + 2;
    start = value.indexOf("=?", from);
  }
  if (from < value.length) runs.push(value.slice(from));
  return runs;
}

function decodeRun(words: readonly EncodedWord[]): string {
  const groups: EncodedWord[][] = [];
  for (const word of words) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && labelOf(last[0]) === labelOf(word)) last.push(word);
    else groups.push([word]);
  }
  return groups.map(decodeGroup).join("");
}

function labelOf({ charset }: EncodedWord): string {
  return charsetLabel(charset) ?? "";
}

/** Bytes are joined; where that gives no text, base64 that was cut anywhere is, or each word was whole on its own. */
function decodeGroup(words: readonly EncodedWord[]): string {
  const label = words[0] === undefined ? "" : labelOf(words[0]);
  const joined = Buffer.concat(words.map((word) => bytesOf(word, label)));
  const text = decodeCharset(joined, label);
  if (words.length === 1 || !isDamaged(joined, text, label)) return text;
  if (words.every(({ isBase64 }) => isBase64)) {
    const rejoined = Buffer.from(words.map(({ content }) => content).join(""), "base64");
    const whole = decodeCharset(rejoined, label);
    if (!isDamaged(rejoined, whole, label)) return whole;
  }
  const apart = words.map((word) => decodeCharset(bytesOf(word, label), label)).join("");
  return apart.includes("\ufffd") ? text : apart;
}

function isDamaged(bytes: Uint8Array, text: string, label: string): boolean {
  return text.includes("\ufffd") || (label === "utf-8" && !isWholeUtf8(bytes));
}

function bytesOf({ isBase64, content }: EncodedWord, label: string): Uint8Array {
  if (isBase64) return Buffer.from(content, "base64");
  const source = encode(content.replace(/=[ \t]+(?=[0-9a-f])/gi, "="), label);
  let written = 0;
  for (let index = 0; index < source.length; index += 1) {
    const byte = source[index] ?? 0;
    const value = byte === 0x3d ? hexadecimal(source[index + 1], source[index + 2]) : -1;
    if (value >= 0) index += 2;
    source[written++] = value >= 0 ? value : byte === 0x5f || byte === 0x09 ? 0x20 : byte;
  }
  return source.subarray(0, written);
}

/** Raw characters beyond ASCII stand for themselves (RFC 6532), also in a word of another charset. */
function encode(content: string, label: string): Buffer {
  const isPlain = /^[\0-\x7f]*$/.test(content) || label === "" || label === "utf-8";
  return isPlain || !iconv.encodingExists(label)
    ? Buffer.from(content, "utf8")
    : iconv.encode(content, label);
}

/** The value of two hexadecimal digits, given as bytes; -1 if they aren't digits. */
export function hexadecimal(high: number | undefined, low: number | undefined): number {
  const first = digitOf(high);
  const second = digitOf(low);
  return first < 0 || second < 0 ? -1 : first * 16 + second;
}

function digitOf(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
