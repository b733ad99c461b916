import { isUtf8 as isWholeUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { decodeHz, decodeShifted } from "./escapedCharsets.ts";
import { decodeIso2022Jp } from "./iso2022Jp.ts";

/** Turns bytes into text; never throws. */
type Decode = (bytes: Uint8Array) => string;

/** Labels that senders write without knowing their charset, and with it none at all. */
const tellsNothing =
  /^(?:|default|unknown.*|x-unknown.*|none|null|undefined|auto|_?auto[-_]?detect.*|us-?ascii|ascii|ansi_x3\.4-19\d\d|iso646-us|7-?bit|8-?bit|binary|ansi|charset|user-?defined|x-user-defined|base64|hex|text|en|utf)$/;

const longestLabel = 100;

/**
 * The label as decoders know it, or null where it tells nothing. Tolerates what stands around it in mail: quotes,
 * parameters that slipped in, `utf8mb4` of a database.
 */
export function charsetLabel(label: string | null | undefined): string | null {
  const bare = (label ?? "")
    .slice(0, longestLabel)
    .replace(/^[\s"'=<]+/, "")
    .replace(/[\s"';,>*/\\].*$/s, "")
    .toLowerCase();
  if (tellsNothing.test(bare)) return null;
  if (
    /^(?:x-)?(?:cs)?(?:unicode-?1-?1-?|unicode-?2-?0-?|x-unicode-?2-?0-?)?utf[-_ ]?8(?:mb[34]|n|[-_].*)?$/.test(
      bare,
    )
  )
    return "utf-8";
  return bare;
}

/**
 * The text of bytes. The label is believed where it names a charset and the bytes can be that; else the bytes decide:
 * UTF-8 where they are, ISO-2022-JP where they hold its escapes, else Windows-1252, which has a character for any byte.
 */
export function decodeCharset(bytes: Uint8Array, label: string | null | undefined): string {
  return decoderFor(bytes, label).decode(bytes);
}

/** The charset that bytes are read in, with the label believed only as far as {@link decodeCharset} does. */
export function charsetRead(bytes: Uint8Array, label: string | null | undefined): string {
  return decoderFor(bytes, label).name;
}

interface NamedDecoder {
  readonly name: string;
  readonly decode: Decode;
}

function decoderFor(bytes: Uint8Array, label: string | null | undefined): NamedDecoder {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return marked;
  const name = charsetLabel(label);
  const decode = name === null ? null : (decoders.get(name) ?? findDecoder(name));
  if (name === null || decode === null) return guess(bytes);
  // Programs declare it for what they held in memory, and send something else.
  if (/^(?:utf-?(?:16|32)|ucs-?[24]|iso-10646)/.test(name) && !bytes.includes(0)) {
    return isUtf8(bytes) ? named("utf-8") : { name, decode };
  }
  if (name === "utf-8" && !isUtf8(bytes) && !holdsUtf8(bytes)) return guess(bytes);
  return { name, decode };
}

function byteOrderMark(bytes: Uint8Array): NamedDecoder | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return named("utf-8");
  if (bytes.length % 2 !== 0) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return named("utf-16le");
  return bytes[0] === 0xfe && bytes[1] === 0xff ? named("utf-16be") : null;
}

function guess(bytes: Uint8Array): NamedDecoder {
  if (!isUtf8(bytes)) return named("windows-1252");
  return named(holdsJapaneseEscape(bytes) ? "iso-2022-jp" : "utf-8");
}

function named(name: string): NamedDecoder {
  return { name, decode: decoders.get(name) ?? findDecoder(name) ?? latin1 };
}

/** Charsets of seven bits: their text is valid UTF-8, and yet something else. */
export function isInSevenBits(label: string): boolean {
  return /^(?:utf-?7|unicode-[12]|(?:cs)?iso-?2022|hz)/.test(label);
}

/** Whether the bytes are UTF-8; one character may be cut off at the end of a text that holds others. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (isWholeUtf8(bytes)) return true;
  const lead = bytes.subarray(-3).findLastIndex((byte) => byte >= 0xc2);
  if (lead === -1) return false;
  const whole = bytes.subarray(0, bytes.length - Math.min(3, bytes.length) + lead);
  return isWholeUtf8(whole) && holdsUtf8(whole);
}

/** Whether a character beyond ASCII is written in UTF-8 somewhere, though not all is. */
function holdsUtf8(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0xc2 || lead > 0xf4) continue;
    const length = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    let found = 0;
    while (found < length && ((bytes[index + found + 1] ?? 0) & 0xc0) === 0x80) found += 1;
    if (found === length) return true;
  }
  return false;
}

function holdsJapaneseEscape(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1b); at !== -1; at = bytes.indexOf(0x1b, at + 1)) {
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x42 || bytes[at + 2] === 0x40)) return true;
  }
  return false;
}

const latin1: Decode = (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** By label; only labels of known charsets are cached, so that a sender can't make it grow. */
const decoders = new Map<string, Decode>([
  ["iso-2022-jp", decodeIso2022Jp],
  ["hz-gb-2312", decodeHz],
  ["iso-2022-kr", (bytes) => decodeShifted(bytes, "euc-kr")],
  ["iso-2022-cn", (bytes) => decodeShifted(bytes, "gb18030")],
]);

/** Other names of charsets, as `normalised` leaves them. */
const aliases: Readonly<Record<string, string>> = {
  hz: "hz-gb-2312",
  hzgb2312: "hz-gb-2312",
  iso2022jp: "iso-2022-jp",
  iso2022jp1: "iso-2022-jp",
  iso2022jp2: "iso-2022-jp",
  iso2022jp3: "iso-2022-jp",
  iso2022jp2004: "iso-2022-jp",
  iso2022jpms: "iso-2022-jp",
  junet: "iso-2022-jp",
  jis: "iso-2022-jp",
  "50220": "iso-2022-jp",
  "50221": "iso-2022-jp",
  "50222": "iso-2022-jp",
  iso2022kr: "iso-2022-kr",
  "50225": "iso-2022-kr",
  iso2022cn: "iso-2022-cn",
  iso2022cnext: "iso-2022-cn",
  "50227": "iso-2022-cn",
  shiftjis: "shift_jis",
  sjis: "shift_jis",
  mskanji: "shift_jis",
  "932": "shift_jis",
  "31j": "shift_jis",
  "936": "gb18030",
  gb2312: "gb18030",
  gbk: "gb18030",
  eucgb2312cn: "gb18030",
  euccn: "gb18030",
  "54936": "gb18030",
  "949": "euc-kr",
  "51949": "euc-kr",
  euckr: "euc-kr",
  ksc56011987: "euc-kr",
  ksc5601: "euc-kr",
  uhc: "euc-kr",
  "950": "big5",
  eucjp: "euc-jp",
  "51932": "euc-jp",
  eucjpms: "euc-jp",
  "874": "windows-874",
  tis620: "windows-874",
  unicode11utf7: "utf-7",
  unicode20utf7: "utf-7",
  "65000": "utf-7",
  "65001": "utf-8",
  iso88598i: "iso-8859-8",
  iso88598e: "iso-8859-8",
  "20866": "koi8-r",
  "21866": "koi8-u",
  "10000": "macintosh",
  macroman: "macintosh",
};

function findDecoder(label: string): Decode | null {
  const bare = label.replace(/^(?:x-ms-|x-mac-(?=roman)|x-|cs)/, "").replace(/[\s._:-]+/g, "");
  const page = /^(?:cp|windows|win|ms|ibm|dos|codepage)?0*(\d{2,5})$/.exec(bare)?.[1];
  const iso = /^iso8859(\d{1,2})/.exec(bare)?.[1];
  const candidates = [
    aliases[page ?? bare] ?? aliases[bare],
    label,
    iso && `iso-8859-${iso}`,
    page && `windows-${page}`,
    page && `cp${page}`,
    bare,
  ];
  for (const name of candidates) {
    if (!name) continue;
    const decode = decoders.get(name) ?? ofRuntime(name) ?? ofLibrary(name);
    if (decode === null) continue;
    decoders.set(label, decode);
    return decode;
  }
  return null;
}

function ofRuntime(name: string): Decode | null {
  try {
    const decoder = new TextDecoder(name);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Not all that the library knows is a charset. */
const noCharset = /^(?:base64|hex|binary|internal)/;

function ofLibrary(name: string): Decode | null {
  if (noCharset.test(name) || !iconv.encodingExists(name)) return null;
  return (bytes) => iconv.decode(bytes, name);
}
