const question = [
  "Hello Ann,",
  "",
  "thank you for your message. Could you tell us which of the two lamps flickers, and since when?",
  "A photograph of the label would help us to find the right part.",
  "",
  "Kind regards",
  "Lamp House",
];
const marked = question.map((line) => `> ${line}`.trimEnd()).join("\n");
const answer = "It is the small one, since Tuesday.\n\nI attach a photograph. The label says 8812-B.";

/** Replies as the most common clients write them. */
export const replies: readonly string[] = [
  `${answer}\n\nOn Tue, Mar 3, 2026 at 9:41 AM Lamp House <help@lamp.example> wrote:\n\n${marked}\n`,
  `${answer}\n\nAm 03.03.26 um 09:41 schrieb Lamp House:\n${marked}\n`,
  `${answer}\n\nSent from my iPhone\n\nOn Mar 3, 2026, at 9:41 AM, Lamp House\n<help@lamp.example> wrote:\n\n${marked}\n`,
  `${answer}\n\nFrom: Lamp House <help@lamp.example>\nSent: Tuesday, March 3, 2026 9:41 AM\nTo: Ann <ann@home.example>\nSubject: Your lamp\n\n${question.join("\n")}\n`,
  `${answer}\n\n-----Original Message-----\nFrom: Lamp House\nSent: Tuesday, March 3, 2026 9:41 AM\nTo: Ann\nSubject: Your lamp\n\n${question.join("\n")}\n`,
  `Le mar. 3 mars 2026 à 09:41, Lamp House <help@lamp.example> a écrit :\n${marked}\n\n${answer}\n\n-- \nAnn Lee\n`,
  `${answer}\n\nBest regards,\nAnn Lee\n+44 20 7946 0000\n`,
];

/** Text of about this length, made of whole replies. */
export function concatenatedReplies(length: number): string {
  const all = replies.join("\n");
  return all.repeat(Math.ceil(length / all.length)).slice(0, length);
}
