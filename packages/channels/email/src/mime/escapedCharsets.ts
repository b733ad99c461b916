const gb18030 = new TextDecoder("gb18030");
const tilde = 0x7e;
const feed = 0x0a;

/** Text in HZ (RFC 1843): GB2312 in seven bits between `~{` and `~}`. */
export function decodeHz(bytes: Uint8Array): string {
  const output = new Uint8Array(bytes.length);
  let written = 0;
  let isChinese = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    const next = bytes[index + 1];
    if (byte === tilde && (next === 0x7b || next === 0x7d)) {
      isChinese = next === 0x7b;
      index += 1;
    } else if (byte === tilde && next === tilde && !isChinese) {
      output[written++] = tilde;
      index += 1;
    } else if (byte === tilde && next === feed && !isChinese) {
      index += 1;
    } else {
      // A line ends the Chinese, also where the sender forgot to.
      if (byte === feed) isChinese = false;
      output[written++] = isChinese && byte > 0x20 ? byte | 0x80 : byte;
    }
  }
  return gb18030.decode(output.subarray(0, written));
}

/** Text that shifts between ASCII and another set with SO and SI, as ISO-2022-KR (RFC 1557) and ISO-2022-CN (RFC 1922). */
export function decodeShifted(bytes: Uint8Array, charset: "euc-kr" | "gb18030"): string {
  const output = new Uint8Array(bytes.length);
  let written = 0;
  let isShifted = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x0e || byte === 0x0f) isShifted = byte === 0x0e;
    else if (byte === 0x1b && bytes[index + 1] === 0x24) index += 3;
    else {
      if (byte === feed) isShifted = false;
      output[written++] = isShifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte;
    }
  }
  return new TextDecoder(charset).decode(output.subarray(0, written));
}
