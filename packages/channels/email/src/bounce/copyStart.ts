import { spellings } from "../phrases/spellings.ts";

/** Words between rules that announce the message that came back: `---- Original message ----`. */
const ruledPhrases = [
  "copy of",
  "{original,returned,unsent,undelivered,received} message",
  "message {header,follows}",
  "start of",
  "below this line",
].flatMap(spellings);
/** Characters that may stand between a rule and its words, and after them. */
const widestMargin = 80;
const rule = /^[-=_*]{2,}/;
const announcement =
  /^(?:the (?:original )?message (?:headers )?follows?:?|original message (?:follows|headers)[:.]?)$/;
/** Fields that begin the header of a message. */
const firstFields = ["received: from ", "return-path: "];

/** Where in a notice the message that it returns begins, or -1. */
export function copyStart(text: string): number {
  let index = 0;
  for (const line of text.split("\n")) {
    if (opensCopy(line)) return index;
    index += line.length + 1;
  }
  return -1;
}

function opensCopy(line: string): boolean {
  const words = line
    .trimEnd()
    .replace(/^[ \t>]{1,4}/, "")
    .slice(0, longestLine)
    .toLowerCase();
  if (announcement.test(words)) return true;
  if (firstFields.some((field) => words.startsWith(field))) return true;
  const between = words.slice(rule.exec(words)?.[0].length ?? words.length);
  return ruledPhrases.some((phrase) => {
    const at = between.lastIndexOf(phrase, widestMargin);
    return at !== -1 && between.length - at - phrase.length <= widestMargin;
  });
}

/** A longer line holds more than a rule and words. */
const longestLine = 1000;
