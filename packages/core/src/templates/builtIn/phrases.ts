/** The sentences of an acknowledgement in one language. */
export interface Phrases {
  readonly subject: string;
  readonly greeting: string;
  /** For a customer known to the host application. */
  readonly greetingByName: string;
  readonly received: string;
  /** Names the time by which a person replies, worded so that the date needs no inflection. */
  readonly answerBy: string;
  readonly answerSoon: string;
  readonly articles: string;
  readonly reachUs: string;
  readonly phone: string;
  readonly chat: string;
  readonly hours: string;
  /** That a reply reaches a person. Always included: automation must not hide the way to a human. */
  readonly reply: string;
}
