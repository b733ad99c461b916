import type { QuoteRule } from "./quoteStart.ts";
import type { Signature } from "./signature.ts";

/** Rules by which quotes are left out. */
type QuoteTrim = Exclude<QuoteRule, "forward"> | "marked-quote" | "html-quote" | "html-signature";

/** Why lines are not part of what the sender wrote this time. */
export type TrimRule = QuoteTrim | Signature["rule"];

/** Lines that were left out. */
export interface Trimmed {
  readonly rule: TrimRule;
  /** Number of the first one, from 1. */
  readonly line: number;
  readonly lines: number;
}
