import { attributionLength } from "./attribution.ts";
import { headerBlockLength } from "./headerBlock.ts";
import { headerAt } from "./headerLabels.ts";
import { isBlank, isRule, longestHeader } from "./plainLine.ts";
import { isForwardSeparator, isOriginalSeparator } from "./separators.ts";

/** What shows that a quote begins. */
export type QuoteRule = "attribution" | "header-block" | "original-message" | "forward";

/** The lines that introduce a quote: `[start, end)`. */
export interface QuoteStart {
  readonly rule: QuoteRule;
  readonly start: number;
  readonly end: number;
}

/** The introduction of a quote that begins at this line or, where it is folded, ends at it; null where there is none. */
export function quoteStartAt(lines: readonly string[], index: number): QuoteStart | null {
  const line = lines[index] ?? "";
  if (isBlank(line)) return null;
  if (line.length <= longestHeader) {
    if (isForwardSeparator(line)) return { rule: "forward", start: index, end: index + 1 };
    if (isOriginalSeparator(lines, index)) {
      const below = isBlank(lines[index + 1]) ? index + 2 : index + 1;
      const end = Math.max(index + 1, below + headerBlockLength(lines, below, true));
      return { rule: "original-message", start: index, end: end === below ? index + 1 : end };
    }
  }
  if (headerAt(lines, index) !== null) {
    const isRuled = isRule(lines[isBlank(lines[index - 1]) ? index - 2 : index - 1] ?? "");
    const block = headerBlockLength(lines, index, isRuled);
    if (block > 0) return { rule: "header-block", start: index, end: index + block };
  }
  const length = attributionLength(lines, index);
  return length > 0 ? { rule: "attribution", start: index - length + 1, end: index + 1 } : null;
}
