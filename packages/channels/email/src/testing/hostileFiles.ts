import type { HostileShape } from "./hostileShape.ts";

/** Messages that grow in what is read of files within files, of charsets that shift, and of reports in many parts. */
export const hostileFiles: Readonly<Record<string, HostileShape>> = {
  "uuencoded files": grown("", "begin 644 a\n!0\nend\n"),
  "uuencoded files without an end": grown("", "begin 644 a\n"),
  "lines of one uuencoded file": grown(
    "",
    "M86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A86%A\n",
    "begin 644 a\n",
  ),
  "begin in a text": grown("", "begin"),
  "begin and blanks": grown("", "begin 644  "),
  "base64 between begin and end": grown("", "QUFB\n", "begin-base64 644 a\n"),
  "uuencoding as transfer encoding": grown("Content-Transfer-Encoding: x-uuencode\n", "begin 644 a\n!0\n"),
  "metas of HTML": grown("Content-Type: text/html\n", "<meta x "),
  "a meta of HTML": grown("Content-Type: text/html\n", " ", "<meta charset"),
  "an XML declaration": grown("Content-Type: text/html\n", " x", "<?xml "),
  ...Object.fromEntries(
    [
      ...["~{VPND~}", "~{", "~~", "~\n"].map((piece) => ["hz-gb-2312", piece] as const),
      ...["\x0e0!\x0f", "\x1b$)C", "\x0e"].map((piece) => ["iso-2022-kr", piece] as const),
      ...["\x1b$B\x83", "\x1b$B", "\x1b(I", "\x83\x41\x1b$B"].map((piece) => ["iso-2022-jp", piece] as const),
      ...["+AOQ-", "+", "+AOQ"].map((piece) => ["utf-7", piece] as const),
      ...["\x81", "\xc3\xa9"].map((piece) => ["cp850", piece] as const),
      ...["\xc3", "\xc3\xa9\x80", "\xe4\xf6"].map((piece) => ["utf-8mb4", piece] as const),
    ].map(([charset, piece]) => [
      `${JSON.stringify(piece)} in ${charset}`,
      grown(`Content-Type: text/plain; charset=${charset}\n`, piece),
    ]),
  ),
  "raw bytes in Subject": (size) =>
    Buffer.from(
      `From: a@b.example\nSubject: ${times("\xe4=?x?q?\xe4?= ", size)}\nContent-Type: text/plain; charset=koi8-r\n\nHi`,
      "latin1",
    ),
  "encoded words with raw bytes": (size) =>
    Buffer.from(`From: a@b.example\nSubject: ${times("=?iso-8859-1?Q?\xe4", size)}\n\nHi`, "latin1"),
  "backslashes in a file name": grown('Content-Disposition: attachment; filename="', "\\a"),
  "files of a TNEF package": tnef((size) => several(attribute(2, 0x9002, 4), size)),
  "attributes of a TNEF package": tnef((size) => several(attribute(2, 0x800f, 0), size)),
  "properties of a TNEF package": tnef((size) => attributeOf(2, 0x9005, properties(size))),
  "titles of a TNEF package": tnef((size) =>
    Buffer.concat([attribute(2, 0x9002, 4), several(attribute(2, 0x8010, 1), size)]),
  ),
  "delivery-status parts": parted(
    "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n\n",
  ),
  "recipients of a complaint": (size) =>
    Buffer.from(
      `From: a@b.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\n${times("Original-Rcpt-To: a@b.example\n", size)}--b--\n`,
    ),
  "parts without a semicolon in their type": parted(
    "--b\nContent-Type: application/pdf\n name=a charset=b\n\nx\n",
  ),
  "messages within a message": parted("--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?q?a?=\n\nx\n"),
};

function grown(header: string, piece: string, before = ""): HostileShape {
  const start = header.endsWith('"') ? header : `${header}\n`;
  return (size) => Buffer.from(`From: a@b.example\n${start}${before}${times(piece, size)}`, "latin1");
}

function parted(part: string): HostileShape {
  return (size) =>
    Buffer.from(
      `From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n${times(part, size)}--b--\n`,
    );
}

function tnef(content: (size: number) => Buffer): HostileShape {
  return (size) =>
    Buffer.concat([
      Buffer.from('From: a@b.example\nContent-Type: application/ms-tnef; name="winmail.dat"\n\n'),
      Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
      content(size),
    ]);
}

/** An attribute of MS-OXTNEF: level, id, length, value, checksum. */
function attributeOf(level: number, id: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt16LE(id, 1);
  head.writeUInt32LE(value.length, 5);
  return Buffer.concat([head, value, Buffer.alloc(2)]);
}

function attribute(level: number, id: number, length: number): Buffer {
  return attributeOf(level, id, Buffer.alloc(length));
}

function properties(size: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(0xffff_ffff);
  const one = Buffer.alloc(12);
  one.writeUInt32LE(0x3707_001f);
  one.writeUInt32LE(1, 4);
  return Buffer.concat([count, several(one, size)]);
}

function several(piece: Buffer, size: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(size / piece.length) }, () => piece));
}

function times(piece: string, size: number): string {
  return piece.repeat(Math.ceil(size / piece.length));
}
