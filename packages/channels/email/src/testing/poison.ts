import type { EmailChannelOptions } from "../options.ts";
import { address, secret } from "./sending.ts";

/** An honest parser takes three times as long as it may, and more: nothing in this is broken, it is only very long. */
export function slowPoison(): Uint8Array {
  return poison(1_400_000);
}

/** Long enough for the memory, yet in lists of less than 16 MB each: Node ends the process for a larger one at the limit. */
export function largePoison(): Uint8Array {
  return poison(250_000);
}

function poison(repeated: number): Uint8Array {
  return Buffer.from(
    `From: Mallory <mallory@strange.example>\r\nSubject: poison\r\n\r\n${"5 x\r\na :\r\n".repeat(repeated)}`,
  );
}

/** Limits that let poison through to the parser, as if it had found a way past them. */
const limits = { maxBodyCharacters: 40_000_000 };

/** A desk on which poison outlasts its thread. */
export const impatient: EmailChannelOptions = {
  address,
  secret,
  limits,
  parsing: { timeoutMs: 2_000, maxMemoryMb: 4_000 },
};

/** A desk on which poison needs more memory than its thread may have. */
export const frugal: EmailChannelOptions = {
  address,
  secret,
  limits,
  parsing: { timeoutMs: 120_000, maxMemoryMb: 64 },
};
