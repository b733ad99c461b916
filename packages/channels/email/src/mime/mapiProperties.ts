import { decodeCharset } from "./charsets.ts";

/** The properties of an object of Outlook, by their number. */
export interface MapiProperties {
  /** The text of a property without its final NUL, or null. */
  text(id: number): string | null;
  bytes(id: number): Uint8Array | null;
}

const mostProperties = 2_000;
const lengths: Readonly<Record<number, number>> = {
  ...{ 1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4 },
  ...{ 20: 8, 64: 8, 72: 16 },
};
const type = { object: 0x0d, text: 0x1e, wideText: 0x1f, binary: 0x102, several: 0x1000 };
const identifierLength = 16;

/** Reads a list of properties (MS-OXTNEF s.2.1.3.4) up to where it ends or is damaged. */
export function readMapiProperties(bytes: Uint8Array, codePage: string): MapiProperties {
  const values = new Map<number, { readonly type: number; readonly value: Uint8Array }>();
  const reader = new Reader(bytes);
  for (let left = Math.min(reader.number(), mostProperties); left > 0 && !reader.isAtEnd(); left -= 1) {
    const tag = reader.number();
    const id = tag >>> 16;
    const valueType = tag & 0xefff;
    if (id >= 0x8000) skipName(reader);
    const isCounted = valueType in lengths === false || (tag & type.several) !== 0;
    const count = isCounted ? Math.min(reader.number(), mostProperties) : 1;
    for (let index = 0; index < count && !reader.isAtEnd(); index += 1) {
      const value = reader.padded(lengths[valueType] ?? reader.number());
      if (index === 0) values.set(id, { type: valueType, value });
    }
  }
  return {
    text(id) {
      const found = values.get(id);
      if (found?.type !== type.text && found?.type !== type.wideText) return null;
      const label = found.type === type.wideText ? "utf-16le" : codePage;
      return decodeCharset(found.value, label).replace(/\0.*$/s, "") || null;
    },
    bytes(id) {
      const found = values.get(id);
      if (found?.type === type.binary) return found.value;
      return found?.type === type.object ? found.value.subarray(identifierLength) : null;
    },
  };
}

function skipName(reader: Reader): void {
  reader.padded(identifierLength);
  const isText = reader.number() === 1;
  const numberOrLength = reader.number();
  if (isText) reader.padded(numberOrLength);
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Four bytes, the lowest first; 0 behind the end. */
  number(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#bytes.subarray(this.#at, this.#at + 4);
    this.#at += 4;
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }

  /** So many bytes; the reader goes on at the next multiple of four. */
  padded(length: number): Uint8Array {
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += Math.ceil(length / 4) * 4;
    return value;
  }
}
