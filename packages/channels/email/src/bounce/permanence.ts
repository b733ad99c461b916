import { comparable } from "../phrases/hasPhrase.ts";
import type { BounceCause } from "./bounceCause.ts";
import { deadAddress } from "./cause.ts";

const longestDiagnostic = 4000;

/** What a server says of a failure that will pass, whatever its code. */
const passing = [
  ", try again",
  "try again later",
  "try later",
  "retry later",
  "temporary failure",
  "temporary error",
  "temporarily",
  "temporary problem",
  "temporary lookup failure",
];

/**
 * Whether the address itself is dead. `hard` only where a server says that mailbox or domain does not exist, has moved or
 * takes no mail at all: that address is not to be written to again. Everything else (full, greylisted, blocked for
 * spam or reputation, too large, expired) is about this message or this moment, though its code may begin with 5.
 */
export function permanenceOf(
  cause: BounceCause | null,
  status: string | null,
  diagnostic: string,
): "hard" | "soft" {
  if (cause === null || !deadAddress.has(cause) || status?.startsWith("4") === true) return "soft";
  const text = comparable(diagnostic, longestDiagnostic);
  return passing.some((phrase) => text.includes(phrase)) ? "soft" : "hard";
}
