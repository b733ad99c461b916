import { attributionLength } from "./attribution.ts";
import { isBrokenQuote, isOwnMarked, isPrompt, markedLength } from "./markedQuotes.ts";
import { isMobileSignature } from "./mobileSignature.ts";
import { isAboveMarked, isBlank, isMarked, isRule, plainLine } from "./plainLine.ts";
import { quoteStartAt } from "./quoteStart.ts";
import { locateMarks, type ReplyMark } from "./replyMarks.ts";
import { isForwardSeparator } from "./separators.ts";
import type { Trimmed } from "./trimmed.ts";

export interface WithoutQuotes {
  /** Indexes of the lines that are no quote, in order. */
  readonly kept: readonly number[];
  readonly trimmed: readonly Trimmed[];
  /** Whether the last lines kept are a forwarded message. */
  readonly endsInForward: boolean;
}

export function withoutQuotes(lines: readonly string[], marks: readonly ReplyMark[]): WithoutQuotes {
  const located = locateMarks(lines, marks);
  const kept: number[] = [];
  const trimmed: Trimmed[] = [];
  let hasQuote = false;
  let introduced: boolean | null = null;

  const keep = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) kept.push(index);
  };
  const leaveOut = (rule: Trimmed["rule"], from: number, to: number) => {
    const last = trimmed.at(-1);
    if (last?.rule === rule && last.line - 1 + last.lines === from) {
      trimmed[trimmed.length - 1] = { ...last, lines: last.lines + to - from };
    } else trimmed.push({ rule, line: from + 1, lines: to - from });
  };
  /** Leaves out what clients put right above a quote: a rule, and the signature of a telephone. */
  const closeKept = () => {
    for (;;) {
      let last = kept.length - 1;
      while (last > 0 && isBlank(lines[kept[last] ?? 0])) last -= 1;
      const index = kept[last];
      const line = lines[index ?? 0] ?? "";
      if (index === undefined || last === 0) return;
      if (!isRule(line) && !isMobileSignature(line)) return;
      if (!isRule(line)) leaveOut("mobile-signature", index, index + 1);
      kept.length = last;
    }
  };

  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? "";
    if (isBlank(line)) {
      kept.push(index);
      index += 1;
      continue;
    }
    const found = located.get(index);
    const mark = found === undefined || isForwardSeparator(line) ? undefined : found;
    if (mark !== undefined) {
      if (mark.kind !== "signature") closeKept();
      leaveOut(mark.kind === "signature" ? "html-signature" : "html-quote", index, mark.end);
      hasQuote ||= mark.kind !== "signature";
      index = mark.end;
      continue;
    }
    if (isMarked(line)) {
      const end = index + markedLength(lines, index);
      if (!hasQuote) introduced ??= isEveryQuoteIntroduced(lines);
      const isOwn =
        !hasQuote && (introduced || isPrompt(lines[index - 1]) || isOwnMarked(lines.slice(index, end)));
      if (isOwn) keep(index, end);
      else leaveOut("marked-quote", index, end);
      index = end;
      continue;
    }
    if (kept.at(-1) !== index - 1 && isBrokenQuote(lines, index)) {
      leaveOut("marked-quote", index, index + 1);
      index += 1;
      continue;
    }
    const start = quoteStartAt(lines, index);
    if (start === null) {
      kept.push(index);
      index += 1;
      continue;
    }
    if (start.rule === "forward") {
      keep(index, lines.length);
      return { kept, trimmed, endsInForward: true };
    }
    // A folded attribution is found by its end; its beginning was kept.
    while (kept.length > 0 && (kept.at(-1) ?? 0) >= start.start) kept.pop();
    closeKept();
    hasQuote = true;
    // A quote that is not marked line by line can't be told from an answer below it, so it runs to the end.
    const end = isAboveMarked(lines, start.end) ? start.end : lines.length;
    leaveOut(start.rule, start.start, end);
    index = end;
  }
  return { kept, trimmed, endsInForward: false };
}

/** Whether the sender himself introduces each marked stretch ("The log says:"), which nobody does with what he answers. */
function isEveryQuoteIntroduced(lines: readonly string[]): boolean {
  return lines.every((line, index) => {
    if (!isMarked(line) || isMarked(lines[index - 1])) return true;
    const above = isBlank(lines[index - 1]) ? index - 2 : index - 1;
    return (
      above >= 0 && /[:：]$/.test(plainLine(lines[above] ?? "")) && attributionLength(lines, above) === 0
    );
  });
}
