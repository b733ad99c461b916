import { comparable, hasPhrase } from "../phrases/hasPhrase.ts";
import { withoutAnswerMarks, withoutLabels } from "../subject/marks.ts";
import { absencePhrases, responderPhrases } from "./absencePhrases.ts";

const longestSubject = 1000;
/** What follows an autoresponder's words: the subject that it answers, or nothing. */
const afterWords = /^ ?(?:[:：\-–[\](]|$)/;
/** Words that mean an absence unless others follow, in comparable form. */
const absencePatterns = [
  /out of (?:the )?office(?! hour)/,
  /(?:is|am|be) on (?:vacation|holiday|(?:\p{L}{1,40} )?leave)/u,
  /(?:is|am|be) away(?! from home)/,
];
const automaticMark = /^auto(?:matic|matisch)? ?[:：]/;

/**
 * Whether a subject is an autoresponder's. `answered`: it follows the mark of an answer, as in a person's answer to an
 * autoresponder. `absence`: it says that somebody is away, as a person's may.
 */
export function outOfOfficeSubject(given: string): "bare" | "answered" | "absence" | "none" {
  const subject = given.normalize("NFC").trim();
  const unlabelled = withoutLabels(subject).trim();
  const bare = comparable(unlabelled, longestSubject);
  // A label may itself be an autoresponder's: `[Auto-Reply] Your invoice`.
  if (isResponderStart(bare) || isResponderStart(comparable(subject, longestSubject))) return "bare";
  const isAbsence = tellsOfAbsence(bare);
  if (isAbsence && automaticMark.test(bare)) return "bare";
  if (isResponderStart(comparable(withoutAnswerMarks(unlabelled).bare, longestSubject))) return "answered";
  return isAbsence ? "absence" : "none";
}

function isResponderStart(text: string): boolean {
  const words = text.startsWith("[") ? text.slice(1) : text;
  return responderPhrases.some(
    (phrase) => words.startsWith(phrase) && afterWords.test(words.slice(phrase.length)),
  );
}

function tellsOfAbsence(text: string): boolean {
  return (
    text === "urlaub" ||
    absencePhrases.some((phrase) => hasPhrase(text, phrase)) ||
    absencePatterns.some((pattern) => pattern.test(text))
  );
}
