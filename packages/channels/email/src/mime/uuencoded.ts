/** A uuencoded file within a text. */
export interface UuencodedFile {
  readonly name: string;
  /** Where its `begin` line starts in the text. */
  readonly start: number;
  /** Behind its `end` line. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** Files that are looked for in one text. */
const mostFiles = 100;
const longestLine = 300;
const beginning = /^begin(?:-base64)? [0-7]{3,4} +(\S.{0,250})$/;
const begin = Buffer.from("begin");

/** The text without the files in it. */
export function withoutUuencoded(text: Uint8Array): Uint8Array {
  const files = uuencodedFiles(text);
  if (files.length === 0) return text;
  const pieces = files.map(({ start }, index) => text.subarray(files[index - 1]?.end ?? 0, start));
  return Buffer.concat([...pieces, text.subarray(files.at(-1)?.end ?? 0)]);
}

/** The files in a text, each from a `begin 644 name` line over lines of the encoding to `end`. What lacks one is text. */
export function uuencodedFiles(text: Uint8Array): readonly UuencodedFile[] {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const files: UuencodedFile[] = [];
  for (let at = bytes.indexOf(begin); at !== -1 && files.length < mostFiles; ) {
    const file = at === 0 || bytes[at - 1] === 0x0a ? fileAt(bytes, at) : null;
    if (file !== null && isFile(file)) files.push(file);
    at = bytes.indexOf(begin, file === null ? at + begin.length : file.end);
  }
  return files;
}

/** A place that looked like a file but isn't, and where it stops looking like one. */
interface Misleading {
  readonly end: number;
}

function isFile(found: UuencodedFile | Misleading): found is UuencodedFile {
  return "bytes" in found;
}

function fileAt(text: Buffer, start: number): UuencodedFile | Misleading | null {
  const first = lineAt(text, start);
  const name = beginning.exec(first.text.trimEnd())?.[1];
  if (name === undefined) return null;
  const isBase64 = first.text.startsWith("begin-base64");
  const pieces: Uint8Array[] = [];
  for (let at = first.next; at < text.length; ) {
    const line = lineAt(text, at);
    if (pieces.length > 0 && (isBase64 ? /^={4}\s*$/ : /^end\s*$/).test(line.text)) {
      return { name, start, end: line.next, bytes: Buffer.concat(pieces) };
    }
    const decoded = isBase64 ? base64Line(line.text) : decodeLine(line.text);
    if (decoded === null) return { end: at };
    pieces.push(decoded);
    at = line.next;
  }
  return { end: text.length };
}

/** A line without its break; a very long one is no line of the encoding and only its beginning is here. */
function lineAt(text: Buffer, start: number) {
  const feed = text.indexOf(0x0a, start);
  const next = feed === -1 ? text.length : feed + 1;
  const line = text.toString("latin1", start, Math.min(next, start + longestLine)).replace(/\r?\n$/, "");
  return { text: line, next };
}

function base64Line(line: string): Uint8Array | null {
  return /^[a-z0-9+/]+={0,2}\s*$/i.test(line) ? Buffer.from(line, "base64") : null;
}

/** One line of the encoding, or null if it isn't one. Trailing spaces may have been lost in transit. */
function decodeLine(line: string): Uint8Array | null {
  const trimmed = line.trimEnd();
  if (trimmed === "") return new Uint8Array();
  if (!/^[\x20-\x60]*$/.test(trimmed)) return null;
  const length = (trimmed.charCodeAt(0) - 32) & 63;
  const encoded = Math.ceil(length / 3) * 4;
  // A checksum character may follow; fewer characters are blanks that were cut off.
  if (trimmed.length - 1 > encoded + 2 || (length > 0 && trimmed.length < 2)) return null;
  const output = new Uint8Array((encoded / 4) * 3);
  for (let index = 0, written = 0; index < encoded; index += 4) {
    const [a, b, c, d] = [
      sextet(line, index + 1),
      sextet(line, index + 2),
      sextet(line, index + 3),
      sextet(line, index + 4),
    ];
    output[written++] = (a << 2) | (b >> 4);
    output[written++] = (b << 4) | (c >> 2);
    output[written++] = (c << 6) | d;
  }
  return output.subarray(0, length);
}

function sextet(line: string, at: number): number {
  return at < line.length ? (line.charCodeAt(at) - 32) & 63 : 0;
}
