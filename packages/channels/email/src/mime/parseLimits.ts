import { SupportError } from "@heedkit/core";

/** Limits for parsing a message. A message beyond them is UNPARSEABLE and kept as raw bytes. */
export interface ParseLimits {
  /** Size of the whole message in bytes. Default 40 MiB: 25 MiB of attachments grow by a third in base64. */
  readonly maxMessageBytes: number;
  /** Size of the headers of all parts together, in bytes. Default 512 KiB. */
  readonly maxHeaderBytes: number;
  /** Nesting of parts. Default 40. */
  readonly maxNestingDepth: number;
  /** Total number of parts. Default 1,000. */
  readonly maxParts: number;
  /**
   * Maximum length of a body in characters; a longer one is cut and also listed whole as an attachment. Default
   * 1,000,000. Keep it below 2,000,000: Node ends the whole process, not the thread, if a single list of more than 16
   * MB meets `parsing.maxMemoryMb`.
   */
  readonly maxBodyCharacters: number;
}

export const defaultParseLimits: ParseLimits = {
  maxMessageBytes: 40 * 1024 * 1024,
  maxHeaderBytes: 512 * 1024,
  maxNestingDepth: 40,
  maxParts: 1000,
  maxBodyCharacters: 1_000_000,
};

const subjects = {
  maxMessageBytes: "bytes",
  maxHeaderBytes: "bytes of headers",
  maxNestingDepth: "levels of parts within parts",
  maxParts: "parts",
};

/** Throws UNPARSEABLE, naming the limit, if `found` exceeds it. */
export function assertWithin(limits: ParseLimits, limit: keyof typeof subjects, found: number): void {
  if (found <= limits[limit]) return;
  throw new SupportError(
    "UNPARSEABLE",
    `The message has more ${subjects[limit]} than the limit of ${limits[limit]}. It is kept as raw bytes; raise limits.${limit} to read it.`,
    { details: { limit, allowed: limits[limit] } },
  );
}
