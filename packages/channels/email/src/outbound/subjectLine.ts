/** Answer marks of mail clients: English, German, Scandinavian, Dutch, French, Italian, Portuguese, Polish, Chinese … */
const answerMark = /^\s*(?:re|aw|sv|vs|antw|odp|res|rif|ynt|r|回复|答复|答覆)(?:\[\d{1,3}\])?\s?[:：]\s*/iu;
/** Room for the text of a subject; mail programs show far less. */
const longestSubject = 400;

/**
 * The subject of a message that goes out: one `Re: ` where it answers something, and the tracking code in brackets unless
 * the subject has it already, in any case.
 *
 * @example subjectLine("AW: Re: My order", { isAnswer: true, trackingCode: "Case-6548" }) // "Re: My order [Case-6548]"
 */
export function subjectLine(
  subject: string,
  { isAnswer, trackingCode }: { readonly isAnswer: boolean; readonly trackingCode: string },
): string {
  let bare = oneLine(subject);
  const wasMarked = answerMark.test(bare);
  while (answerMark.test(bare)) bare = bare.replace(answerMark, "");
  if (bare.length > longestSubject) bare = `${bare.slice(0, longestSubject - 1).trimEnd()}…`;
  const code = oneLine(trackingCode);
  const hasCode = code === "" || bare.toLowerCase().includes(code.toLowerCase());
  return [isAnswer || wasMarked ? "Re:" : "", bare, hasCode ? "" : `[${code}]`]
    .filter((part) => part !== "")
    .join(" ");
}

/** Text that can't end a header line: a line break in it would begin a header of somebody else's making. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
