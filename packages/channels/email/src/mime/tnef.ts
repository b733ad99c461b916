import { decodeCharset } from "./charsets.ts";
import { readMapiProperties } from "./mapiProperties.ts";

/** A file in the package that Outlook sends as `winmail.dat`. */
export interface TnefFile {
  readonly name: string | null;
  readonly mediaType: string | null;
  readonly contentId: string | null;
  readonly bytes: Uint8Array;
}

const signature = 0x22_3e_9f_78;
const mostFiles = 500;
/** Attributes of MS-OXTNEF s.2.1.3.2, without the type in their upper half. */
const attribute = { codePage: 0x9007, beginFile: 0x9002, title: 0x8010, data: 0x800f, properties: 0x9005 };
const property = { data: 0x3701, longName: 0x3707, name: 0x3704, mediaType: 0x370e, contentId: 0x3712 };

/**
 * The files in a TNEF package (MS-OXTNEF), in order. One pass over its attributes without copies; what is damaged ends the
 * list. Empty for what is no such package.
 */
export function tnefFiles(bytes: Uint8Array): readonly TnefFile[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== signature) return [];
  const files: { title: Uint8Array | null; data: Uint8Array | null; properties: Uint8Array | null }[] = [];
  let codePage = "windows-1252";
  for (let at = 6; at + 9 <= bytes.length; ) {
    const id = view.getUint16(at + 1, true);
    const length = view.getUint32(at + 5, true);
    const start = at + 9;
    if (start + length > bytes.length) break;
    const value = bytes.subarray(start, start + length);
    const file = files.at(-1);
    if (id === attribute.codePage && length >= 4) codePage = `cp${view.getUint32(start, true)}`;
    else if (id === attribute.beginFile) {
      if (files.length === mostFiles) break;
      files.push({ title: null, data: null, properties: null });
    } else if (file !== undefined && id === attribute.title) file.title = value;
    else if (file !== undefined && id === attribute.data) file.data = value;
    else if (file !== undefined && id === attribute.properties) file.properties = value;
    at = start + length + 2;
  }
  return files.flatMap(({ title, data, properties }) => {
    const read = readMapiProperties(properties ?? new Uint8Array(), codePage);
    // Of an object, the data begin behind the sixteen bytes that tell its kind.
    const content = data !== null && data.length > 0 ? data : (read.bytes(property.data) ?? data);
    if (content === null) return [];
    const name = read.text(property.longName) ?? read.text(property.name) ?? textOf(title, codePage);
    return [
      {
        name,
        mediaType: read.text(property.mediaType),
        contentId: read.text(property.contentId),
        bytes: content,
      },
    ];
  });
}

function textOf(value: Uint8Array | null, codePage: string): string | null {
  if (value === null) return null;
  const end = value.indexOf(0);
  return decodeCharset(end === -1 ? value : value.subarray(0, end), codePage) || null;
}
