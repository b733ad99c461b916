import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Makes and checks the short signatures in plus-addresses and Message-IDs. */
export interface Keyring {
  /** Signature of the parts under the present secret: 16 characters of a-z and 2-7, 80 bits. */
  sign(...parts: readonly string[]): string;
  /**
   * Whether any secret, present or previous, made this signature or one that begins with it, of
   * {@link shortestSignature} characters at least. Takes the same time for every wrong one of a length.
   */
  isSigned(signature: string, ...parts: readonly string[]): boolean;
}

/** Length of a signature in characters. */
export const signatureLength = 16;
/** What may be left of one where room is scarce: 50 bits, each guess of which costs a mail. */
export const shortestSignature = 10;

/** @param secrets The present secret first, then those that may still be in letters under way. */
export function createKeyring(secrets: readonly [string, ...string[]]): Keyring {
  const mac = (secret: string, parts: readonly string[]) =>
    base32(
      createHmac("sha256", secret)
        .update(JSON.stringify(["heedkit-email", ...parts]))
        .digest(),
    ).slice(0, signatureLength);
  return {
    sign: (...parts) => mac(secrets[0], parts),
    isSigned(signature, ...parts) {
      const given = Buffer.from(signature.toLowerCase());
      if (given.length < shortestSignature || given.length > signatureLength) return false;
      return secrets
        .map((secret) => Buffer.from(mac(secret, parts).slice(0, given.length)))
        .map((made) => made.length === given.length && timingSafeEqual(made, given))
        .includes(true);
    },
  };
}

/** A name for a text that is the same each time: 16 characters of a-z and 2-7. */
export function fingerprint(text: string): string {
  return base32(createHash("sha256").update(text).digest()).slice(0, 16);
}

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** RFC 4648 s.6 without padding, in lower case: mail systems change the case of local parts. */
function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
