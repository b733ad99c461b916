import type { ReplyMark } from "./replyMarks.ts";
import { findSignature } from "./signature.ts";
import type { Trimmed } from "./trimmed.ts";
import { withoutQuotes } from "./withoutQuotes.ts";

export interface TrimmedReply {
  /** What the sender wrote this time, without the quoted conversation and the signature; inline answers are kept. */
  readonly newText: string;
  /** Whether nothing would have been left, so that `newText` is the whole text. */
  readonly nothingNew: boolean;
  readonly trimmed: readonly Trimmed[];
}

export interface TrimOptions {
  /** Quotes and signatures that the HTML of the message marks as such. */
  readonly marks?: readonly ReplyMark[];
  /** Whether the message forwards another one, which is then what it has to say. */
  readonly isForward?: boolean;
}

/**
 * Separates what the sender wrote this time from the quoted conversation and the signature. Losing words is worse than
 * keeping a quote: what is in doubt stays, a forwarded message stays whole, and where nothing would be left the whole
 * text does. Time grows linearly with the length of the text, whatever it holds.
 */
export function trimReply(text: string, { marks = [], isForward = false }: TrimOptions = {}): TrimmedReply {
  const whole = text.replace(/\r\n?/g, "\n");
  if (isForward) return { newText: tidy(whole), nothingNew: false, trimmed: [] };
  const lines = whole.split("\n");
  const { kept, trimmed, endsInForward } = withoutQuotes(lines, marks);
  const keptLines = kept.map((index) => lines[index] ?? "");
  const signature = endsInForward ? null : findSignature(keptLines);
  const end = signature?.start ?? keptLines.length;
  const newText = tidy(keptLines.slice(0, end).join("\n"));
  if (saysNothing(newText)) return { newText: tidy(whole), nothingNew: !saysNothing(whole), trimmed: [] };
  const first = kept[end];
  const left =
    signature === null || first === undefined
      ? []
      : [{ rule: signature.rule, line: first + 1, lines: kept.length - end }];
  return { newText, nothingNew: false, trimmed: [...trimmed, ...left] };
}

function tidy(text: string): string {
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

function saysNothing(text: string): boolean {
  return !/[^\s\-_=*~|>\u00a0\u200b\ufeff]/.test(text);
}
