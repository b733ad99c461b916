import { decodeHeader } from "./rawHeader.ts";

/** A header field, unfolded but not decoded. */
export interface HeaderField {
  /** Lower-case name. */
  readonly key: string;
  readonly value: string;
}

const fieldName = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/;
const knownField =
  /^(?:from|to|cc|subject|date|sender|reply-to|message-id|received|return-path|mime-version|content-[a-z-]+)[ \t]*:/i;

/**
 * The fields of the header that begins at `start`, and where the body begins. Tolerates an mbox `From ` line, blank lines
 * before the first field and lines that are no field: such a line is passed over while well-known fields still follow it,
 * else the body begins there. `isDelimiter` tells of a line that it ends the part, even without a blank line before it.
 * Raw bytes that are not UTF-8 are read in `charset`.
 */
export function readHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  isDelimiter: (start: number, next: number) => boolean,
  charset: string | null = null,
): { readonly fields: readonly HeaderField[]; readonly bodyStart: number } {
  const { lines, bodyStart } = headerLines(bytes, start, end, isDelimiter);
  const lastKnownField = lines.findLastIndex((line) => knownField.test(line.text));
  const fields: { key: string; parts: string[] }[] = [];
  const done = (bodyStart: number) => ({
    fields: fields.map(({ key, parts }) => ({
      key,
      value: cleanValue(decodeHeader(parts.join(""), charset)),
    })),
    bodyStart,
  });
  for (const [index, line] of lines.entries()) {
    const last = fields.at(-1);
    const name = fieldName.exec(line.text);
    if (/^[ \t]/.test(line.text) && last !== undefined) last.parts.push(line.text);
    else if (name?.[1] !== undefined) {
      fields.push({ key: name[1].toLowerCase(), parts: [line.text.slice(name[0].length)] });
    } else if (index > lastKnownField && !(index === 0 && /^>?From /.test(line.text)))
      return done(line.start);
  }
  return done(bodyStart);
}

/** The fields up to the next blank line, and where the line after it begins. Lines that are no field are passed over. */
export function readFields(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly fields: readonly HeaderField[]; readonly next: number } {
  const { lines, bodyStart } = headerLines(bytes, start, end, () => false);
  const fields: { key: string; parts: string[] }[] = [];
  for (const { text } of lines) {
    const name = fieldName.exec(text);
    if (/^[ \t]/.test(text)) fields.at(-1)?.parts.push(text);
    else if (name?.[1] !== undefined)
      fields.push({ key: name[1].toLowerCase(), parts: [text.slice(name[0].length)] });
  }
  return {
    fields: fields.map(({ key, parts }) => ({ key, value: cleanValue(decodeHeader(parts.join(""), null)) })),
    next: bodyStart,
  };
}

function headerLines(
  bytes: Uint8Array,
  from: number,
  until: number,
  isDelimiter: (start: number, next: number) => boolean,
) {
  const lines: { readonly text: string; readonly start: number }[] = [];
  let start = from;
  while (start < until) {
    const feed = bytes.indexOf(0x0a, start);
    const next = feed === -1 || feed >= until ? until : feed + 1;
    if (isDelimiter(start, next)) return { lines, bodyStart: start };
    const line = bytes.subarray(start, endOfLine(bytes, start, next));
    if (line.length === 0) return { lines, bodyStart: next };
    lines.push({ text: binary(line), start });
    start = next;
  }
  return { lines, bodyStart: until };
}

function endOfLine(bytes: Uint8Array, start: number, next: number): number {
  let end = next;
  if (end > start && bytes[end - 1] === 0x0a) end -= 1;
  if (end > start && bytes[end - 1] === 0x0d) end -= 1;
  return end;
}

function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function cleanValue(value: string): string {
  return value.replace(/[\r\n\0]+/g, " ").trim();
}
