import type { EmailChannelOptions } from "../options.ts";
import { address, secret } from "./sending.ts";

/** An honest parser takes a minute for this: nothing in it is broken, it is only very long. */
export function poison(): Uint8Array {
  return Buffer.from(
    `From: Mallory <mallory@strange.example>\r\nSubject: poison\r\n\r\n${"From: a\r\n\r\n".repeat(1_400_000)}`,
  );
}

/** Limits that let poison through to the parser, as if it had found a way past them. */
const limits = { maxBodyCharacters: 40_000_000 };

/** A desk on which poison outlasts its thread. */
export const impatient: EmailChannelOptions = {
  address,
  secret,
  limits,
  parsing: { timeoutMs: 5_000, maxMemoryMb: 4_000 },
};

/** A desk on which poison needs more memory than its thread may have. */
export const frugal: EmailChannelOptions = {
  address,
  secret,
  limits,
  parsing: { timeoutMs: 120_000, maxMemoryMb: 48 },
};
