import { SupportError } from "@heedkit/core";
import { charsetLabel } from "./charsets.ts";
import { parseStructuredValue, type StructuredValue } from "./contentType.ts";
import { readHeader } from "./headerFields.ts";
import { type MailHeaders, mailHeaders } from "./mailHeaders.ts";
import { assertWithin, type ParseLimits } from "./parseLimits.ts";
import { needsCharset } from "./rawHeader.ts";

/** A part of a message: a leaf with a body, or a multipart with children. */
export interface MimePart {
  readonly headers: MailHeaders;
  readonly type: StructuredValue;
  /** As sent, still transfer-encoded. Of a multipart: only what stands before its first part. */
  readonly body: Uint8Array;
  readonly children: readonly MimePart[];
}

interface OpenPart {
  headers: MailHeaders;
  type: StructuredValue;
  readonly children: MimePart[];
  readonly boundary: string | null;
  readonly start: number;
  readonly bodyStart: number;
  bodyEnd: number | null;
}

/**
 * Takes a message apart in one pass over its lines, without copying bodies. Unclosed and missing boundaries are
 * tolerated: a multipart in which no part is found is read as the text that it holds.
 * Throws UNPARSEABLE for what is beyond the limits, and for bytes without a single header field.
 */
export function splitMessage(message: Uint8Array, limits: ParseLimits): MimePart {
  assertWithin(limits, "maxMessageBytes", message.length);
  const lines = withLineFeeds(message);
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  const boundaries = new OpenBoundaries();
  const stack: OpenPart[] = [];
  /** The first that a part declares; raw bytes in headers are in it. */
  let charset: string | null = null;
  let headerBytes = 0;
  let parts = 0;

  const open = (start: number, defaultType: string): OpenPart => {
    parts += 1;
    assertWithin(limits, "maxParts", parts);
    assertWithin(limits, "maxNestingDepth", stack.length);
    const headerEnd = Math.min(bytes.length, start + limits.maxHeaderBytes + 1);
    const isEnd = (line: number, next: number) => delimiterAt(bytes, line, next, boundaries) !== null;
    const { fields, bodyStart } = readHeader(bytes, start, headerEnd, isEnd, charset);
    headerBytes += bodyStart - start;
    assertWithin(limits, "maxHeaderBytes", headerBytes);
    const headers = mailHeaders(fields);
    const declared = headers.first("content-type");
    const type = parseStructuredValue(declared ?? defaultType);
    charset ??= charsetLabel(type.parameters.get("charset"));
    const boundary = boundaryIn(bytes, bodyStart, type, {
      isRoot: stack.length === 0,
      isTyped: declared !== null,
    });
    const isParted = boundary !== null && !type.value.startsWith("multipart/");
    const part = {
      headers,
      type: isParted ? { ...type, value: "multipart/mixed" } : type,
      children: [],
      boundary,
      start,
      bodyStart,
      bodyEnd: null,
    };
    if (boundary !== null) boundaries.open(boundary, stack.length);
    stack.push(part);
    return part;
  };
  const closeDeeperThan = (depth: number, end: number) => {
    while (stack.length > depth + 1) {
      const part = stack.pop();
      if (part === undefined) return;
      if (part.boundary !== null) boundaries.close(part.boundary, stack.length);
      stack.at(-1)?.children.push(closed(part, end, bytes));
    }
  };

  const root = open(afterBlankLines(bytes), "text/plain");
  if (root.headers.names.size === 0) {
    throw new SupportError("UNPARSEABLE", "The bytes are not a mail message: they have no header field.");
  }
  for (let start = root.bodyStart; start < bytes.length && boundaries.areOpen(); ) {
    const feed = bytes.indexOf(0x0a, start);
    const next = feed === -1 ? bytes.length : feed + 1;
    const delimiter = delimiterAt(bytes, start, next, boundaries);
    const owner = delimiter === null ? undefined : stack[delimiter.depth];
    if (delimiter === null || owner === undefined) {
      start = next;
      continue;
    }
    const end = beforeLineBreak(bytes, start);
    owner.bodyEnd ??= end;
    closeDeeperThan(delimiter.depth, end);
    if (delimiter.isClosing) boundaries.close(delimiter.boundary, delimiter.depth);
    start = delimiter.isClosing
      ? next
      : open(next, owner.type.value === "multipart/digest" ? "message/rfc822" : "text/plain").bodyStart;
  }
  closeDeeperThan(0, bytes.length);
  if (needsCharset(bytes.subarray(root.start, root.bodyStart))) {
    root.headers = mailHeaders(readHeader(bytes, root.start, root.bodyStart, () => false, charset).fields);
    root.type = {
      ...root.type,
      parameters: parseStructuredValue(root.headers.first("content-type") ?? "").parameters,
    };
  }
  return closed(root, bytes.length, bytes);
}

function closed(part: OpenPart, end: number, bytes: Uint8Array): MimePart {
  const body = bytes.subarray(part.bodyStart, Math.max(part.bodyStart, part.bodyEnd ?? end));
  const isHollow = part.type.value.startsWith("multipart/") && part.children.length === 0;
  const type = isHollow ? { ...part.type, value: "text/plain" } : part.type;
  return { headers: part.headers, type, body, children: part.children };
}

/** Which boundaries are open, and how deep. One name may be open twice where a sender nests carelessly: the inner counts. */
class OpenBoundaries {
  readonly #depths = new Map<string, number[]>();

  open(boundary: string, depth: number): void {
    this.#depths.set(boundary, [...(this.#depths.get(boundary) ?? []), depth]);
  }

  close(boundary: string, depth: number): void {
    const left = (this.#depths.get(boundary) ?? []).filter((open) => open < depth);
    if (left.length === 0) this.#depths.delete(boundary);
    else this.#depths.set(boundary, left);
  }

  depthOf(boundary: string): number | undefined {
    return this.#depths.get(boundary)?.at(-1);
  }

  areOpen(): boolean {
    return this.#depths.size > 0;
  }
}

/** Longest line that is compared with the boundaries; RFC 2046 s.5.1.1 allows 70 characters. */
const longestDelimiter = 1000;

function delimiterAt(bytes: Buffer, start: number, next: number, boundaries: OpenBoundaries) {
  if (bytes[start] !== 0x2d || bytes[start + 1] !== 0x2d || next - start > longestDelimiter) return null;
  const line = bytes.toString("utf8", start + 2, next).trimEnd();
  const depth = boundaries.depthOf(line);
  if (depth !== undefined) return { depth, boundary: line, isClosing: false };
  const boundary = line.endsWith("--") ? line.slice(0, -2) : "";
  const closing = boundaries.depthOf(boundary);
  return closing === undefined ? null : { depth: closing, boundary, isClosing: true };
}

/**
 * The boundary between the parts of this part; null where it has none. A field that fails to tell it, and a message whose
 * boundary never comes or that has no type at all, are read by the first line `--x` with the header of a part below it.
 */
function boundaryIn(
  bytes: Buffer,
  bodyStart: number,
  type: StructuredValue,
  { isRoot, isTyped }: { readonly isRoot: boolean; readonly isTyped: boolean },
): string | null {
  const declared = type.value.startsWith("multipart/") ? boundaryOf(type) : null;
  if (declared !== null && !(isRoot && bytes.indexOf(`--${declared}`, bodyStart) === -1)) return declared;
  if (declared === null && !type.value.startsWith("multipart/") && !(isRoot && !isTyped)) return null;
  const preamble = bytes.toString("latin1", bodyStart, bodyStart + longestPreamble);
  const found = firstDelimiter.exec(preamble);
  // Words above it in a message without any type are the sender's: the delimiter is of a message copied below them.
  if (!isTyped && found !== null && !isUnread(preamble.slice(0, found.index))) return null;
  return found?.[1] ?? declared;
}

/** A boundary that nobody declared is looked for below a preamble of usual length. */
const longestPreamble = 2_000;
const firstDelimiter = /(?:^|\n)--([^\r\n]{1,200}?)[ \t]{0,9}\r?\nContent-[a-z-]{1,40}:/i;

/** Whether a preamble is blank, or the line for readers without MIME. */
function isUnread(preamble: string): boolean {
  const words = preamble.trim();
  return words === "" || (!words.includes("\n") && /\b(?:mime|multi-?part)\b/i.test(words));
}

/** RFC 2231 allows a boundary in pieces, and some senders use it. */
function boundaryOf({ parameters }: StructuredValue): string | null {
  const pieces = [parameters.get("boundary") ?? ""];
  for (let index = 0; parameters.has(`boundary*${index}`); index += 1) {
    pieces.push(parameters.get(`boundary*${index}`) ?? "");
  }
  return pieces.join("").trimEnd() || null;
}

/** The line break before a delimiter belongs to the delimiter. */
function beforeLineBreak(bytes: Uint8Array, start: number): number {
  const end = bytes[start - 1] === 0x0a ? start - 1 : start;
  return bytes[end - 1] === 0x0d ? end - 1 : end;
}

function afterBlankLines(bytes: Uint8Array): number {
  let start = 0;
  while (bytes[start] === 0x0a || bytes[start] === 0x0d) start += 1;
  return start;
}

/** Some old systems end lines with CR alone. */
function withLineFeeds(message: Uint8Array): Uint8Array {
  if (message.includes(0x0a) || !message.includes(0x0d)) return message;
  return message.map((byte) => (byte === 0x0d ? 0x0a : byte));
}
