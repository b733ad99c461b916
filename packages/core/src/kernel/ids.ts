import type { Clock, Ids, Random } from "../ports/index.ts";

// Crockford's base32 in lower case, as the TypeID specification has it.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Ids according to the TypeID specification 0.3: a prefix and a UUIDv7 in base32. Ids of one process are strictly
 * ascending, even within a millisecond and if the clock is set back.
 */
export function typeIds(clock: Clock, random: Random): Ids {
  let lastMs = 0;
  let sequence = 0;
  // Ids of one commit have the same time, so its ten letters are the same.
  let writtenMs = -1;
  let written = "";
  return {
    create(prefix) {
      const now = clock.now();
      if (now > lastMs) {
        lastMs = now;
        sequence = 0;
      } else if (++sequence > 0xfff) {
        lastMs++;
        sequence = 0;
      }
      if (writtenMs !== lastMs) {
        writtenMs = lastMs;
        written = timeLetters(lastMs);
      }
      return `${prefix}_${written}${restLetters(sequence, random.bytes(8))}`;
    },
  };
}

// 128 bits as 26 letters, the first of which holds 3 bits: 48 of time, then 4 version, 12 sequence, 2 variant, 62 random.

function timeLetters(ms: number): string {
  let text = "";
  for (let shift = 45; shift >= 0; shift -= 5) text += letter(Math.floor(ms / 2 ** shift) & 31);
  return text;
}

function restLetters(sequence: number, entropy: Uint8Array): string {
  let text = "";
  let bits = 0x7000 | sequence;
  let width = 16;
  for (let at = 0; at < entropy.length; at++) {
    const byte = entropy[at] ?? 0;
    bits = (bits << 8) | (at === 0 ? (byte & 0x3f) | 0x80 : byte);
    width += 8;
    while (width >= 5) {
      width -= 5;
      text += letter((bits >>> width) & 31);
    }
    bits &= (1 << width) - 1;
  }
  return text;
}

function letter(value: number): string {
  return alphabet.charAt(value);
}
