const iso2022Jp = new TextDecoder("iso-2022-jp");
const shiftJis = new TextDecoder("shift_jis");
const eucJp = new TextDecoder("euc-jp");
const utf8 = new TextDecoder("utf-8");
/** Tried in this order on bytes that ISO-2022-JP has no place for. */
const strict = ["utf-8", "shift_jis", "euc-jp"] as const;

/**
 * Text in ISO-2022-JP (RFC 1468), also where it holds bytes above 127, which the charset doesn't have: programs that
 * declare it put Shift_JIS between its escapes, or write nothing else.
 */
export function decodeIso2022Jp(bytes: Uint8Array): string {
  if (!bytes.some((byte) => byte > 0x7f)) return iso2022Jp.decode(bytes);
  let text = "";
  for (let start = 0; start < bytes.length; ) {
    const isEscaped = escapesToJapanese(bytes, start);
    const end = isEscaped ? endOfJapanese(bytes, start) : nextEscape(bytes, start);
    const run = bytes.subarray(start, end);
    text += isEscaped || !run.some((byte) => byte > 0x7f) ? iso2022Jp.decode(run) : decodeForeign(run);
    start = end;
  }
  return text;
}

function decodeForeign(run: Uint8Array): string {
  const name = strict.find((name) => {
    try {
      new TextDecoder(name, { fatal: true }).decode(run);
      return true;
    } catch {
      return false;
    }
  });
  if (name === "utf-8") return utf8.decode(run);
  return (name === "euc-jp" ? eucJp : shiftJis).decode(run);
}

function escapesToJapanese(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1b && (bytes[at + 1] === 0x24 || (bytes[at + 1] === 0x28 && bytes[at + 2] === 0x49));
}

/** Up to a byte that is not of the charset, or behind the escape that leads back to ASCII. */
function endOfJapanese(bytes: Uint8Array, start: number): number {
  for (let index = start + 1; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte > 0x7f) return index;
    if (byte === 0x1b && bytes[index + 1] === 0x28 && bytes[index + 2] !== 0x49) return index + 3;
  }
  return bytes.length;
}

function nextEscape(bytes: Uint8Array, start: number): number {
  for (let index = start; index < bytes.length; index += 1) {
    if (escapesToJapanese(bytes, index)) return index;
  }
  return bytes.length;
}
