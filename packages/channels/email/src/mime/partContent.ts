import type { MimePart } from "./splitMessage.ts";
import { decodeTransferEncoding } from "./transferEncoding.ts";

const contents = new WeakMap<MimePart, Uint8Array>();

/** The bytes of a part without transfer encoding, decoded once. */
export function contentOf(part: MimePart): Uint8Array {
  const known = contents.get(part);
  if (known !== undefined) return known;
  const content = decodeTransferEncoding(part.body, part.headers.first("content-transfer-encoding"));
  contents.set(part, content);
  return content;
}
