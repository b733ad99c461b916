import { withoutAnswerMarks } from "../subject/marks.ts";

/** Room for the text of a subject; mail programs show far less. */
const longestSubject = 400;

/**
 * The subject of a message that goes out: one `Re: ` where it answers something, and the tracking code in brackets unless
 * the subject has it already, in any case. The numbers of other systems stay where they are.
 *
 * @example subjectLine("AW: Re: My order", { isAnswer: true, trackingCode: "Case-6548" }) // "Re: My order [Case-6548]"
 */
export function subjectLine(
  subject: string,
  { isAnswer, trackingCode }: { readonly isAnswer: boolean; readonly trackingCode: string },
): string {
  const { bare, wasAnswer } = withoutAnswerMarks(oneLine(subject));
  const text = bare.length > longestSubject ? `${cut(bare, longestSubject - 1)}…` : bare;
  const code = oneLine(trackingCode);
  const hasCode = code === "" || hasWord(text.toLowerCase(), code.toLowerCase());
  return [isAnswer || wasAnswer ? "Re:" : "", text, hasCode ? "" : `[${code}]`]
    .filter((part) => part !== "")
    .join(" ");
}

/** Whether a text has a code and not just the beginning of a longer one: `Case-1` is not in `Case-11`. */
function hasWord(text: string, code: string): boolean {
  for (let at = text.indexOf(code); at !== -1; at = text.indexOf(code, at + 1)) {
    const around = `${text[at - 1] ?? ""}${text[at + code.length] ?? ""}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}

/** The beginning of a text, never half of a character. */
function cut(text: string, length: number): string {
  return text
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
}

/** Text that can't end a header line: a line break in it would begin a header of somebody else's making. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
