const answers = [
  ...[
    "re",
    "ref",
    "réf",
    "rép",
    "aw",
    "antw",
    "sv",
    "svar",
    "vs",
    "vast",
    "odp",
    "res",
    "resp",
    "rif",
    "ynt",
    "bls",
  ],
  ...[
    "atb",
    "vá",
    "r",
    "απ",
    "σχετ",
    "отв",
    "ответ",
    "השב",
    "رد",
    "trả lời",
    "ตอบกลับ",
    "返信",
    "回复",
    "回覆",
  ],
  ...["答复", "答覆", "회신", "답장"],
].join("|");

/** The mark of an answer: `Re:`, `AW:`, `SV:`, `Re[2]:`, `RE^2:`, `回复：`, in the languages of mail programs. */
const answerMark = new RegExp(`^\\s*(?:${answers})(?:\\s?[[(^*]{1,2}\\d{1,3}[\\])]?)?\\s?[:：]\\s*`, "iu");
/** What lists, gateways and other desks put before a subject: `[External]`, `[Ticket#56664579]`. */
const label = /^\s*(\[[^[\]]{1,80}\])\s*/u;
/** Marks and labels that are read; no honest subject has more. */
const mostMarks = 40;

/** Whether a subject surely begins with the mark of an answer: `VS` is one in Finnish, and marks a forward in Danish. */
export function isAnswerSubject(subject: string): boolean {
  const bare = withoutLabels(subject);
  return answerMark.test(bare) && !/^\s*vs\b/i.test(bare);
}

/** A subject without the labels before its words. */
export function withoutLabels(subject: string): string {
  let rest = subject;
  for (let count = 0; count < 3 && label.test(rest); count++) rest = rest.replace(label, "");
  return rest;
}

/** A subject without its marks of answers, wherever among its labels they stand; the labels stay. */
export function withoutAnswerMarks(subject: string): { readonly bare: string; readonly wasAnswer: boolean } {
  const labels: string[] = [];
  let rest = subject;
  let wasAnswer = false;
  for (let count = 0; count < mostMarks; count++) {
    const marked = answerMark.exec(rest);
    const labelled = marked === null ? label.exec(rest) : null;
    if (marked === null && labelled === null) break;
    if (labelled?.[1] !== undefined) labels.push(labelled[1]);
    wasAnswer ||= marked !== null;
    rest = rest.slice((marked ?? labelled)?.[0].length ?? 0);
  }
  return { bare: [...labels, rest].join(" ").trim(), wasAnswer };
}
