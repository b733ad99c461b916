/** What an acknowledgement says, sentence by sentence, in one language. */
export interface Phrases {
  readonly subject: string;
  readonly greeting: string;
  /** To somebody whom the host application knows. */
  readonly greetingByName: string;
  readonly received: string;
  /** Names the time by which a person answers, in words that need no inflection of the date. */
  readonly answerBy: string;
  readonly answerSoon: string;
  readonly articles: string;
  readonly reachUs: string;
  readonly phone: string;
  readonly chat: string;
  readonly hours: string;
  /** That a reply reaches a person. Always said: automation must not hide the way to a human. */
  readonly reply: string;
}
