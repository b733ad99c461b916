import type { SupportEvent } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { customerWrote } from "./automatic.ts";
import { isOf } from "./history.ts";
import { isEnded } from "./lifecycle.ts";
import { earliest, latest } from "./moments.ts";
import type { Case, Message } from "./schema.ts";

/** A customer message that nobody has answered, and when it came. */
export interface Wait {
  readonly messageId: string;
  readonly at: Instant;
}

/** What messages say about who waits. */
export interface Waits {
  readonly firstRepliedAt: Instant | null;
  /** The oldest of the unanswered customer messages. */
  readonly waiting: Wait | null;
  /** When a person last wrote to the customer, be it to open the case. */
  readonly lastRepliedAt: Instant | null;
}

export const isAsked = (message: Message): boolean => message.direction === "in" && customerWrote(message);
const isAnswer = ({ direction, authorKind }: Message) =>
  direction === "out" && (authorKind === "agent" || authorKind === "host");

/**
 * Who waits in a case, from its messages in the order of their commits and from what has happened to it: an answer ends
 * every wait before it, and so does solving. Waits that merged cases brought along count like its own.
 */
export function waitsIn(
  { category, openedAt }: Pick<Case, "category" | "openedAt">,
  said: readonly Message[],
  history: readonly SupportEvent[],
): Waits {
  const opened = history.find((event) => isOf(event, "case.opened"));
  const openingId = opened !== undefined && isOf(opened, "case.opened") ? opened.data.messageId : null;
  // The message with which an agent opened the case answers nothing.
  const answers = said.filter((message) => isAnswer(message) && message.id !== openingId);
  const [first] = answers;
  const last = answers.at(-1);
  const firstRepliedAt = first === undefined ? null : latest(openedAt, first.at);
  const lastRepliedAt = newestOf(said.filter(isAnswer));
  if (isEnded(category)) return { firstRepliedAt, waiting: null, lastRepliedAt };
  const asked = said.slice(last === undefined ? 0 : said.indexOf(last) + 1).filter(isAsked);
  const own = asked.filter(({ id, at }) => !isDismissed(history, id, at));
  const ids = new Set(answers.map(({ id }) => id));
  const waits = [...own.map(({ id, at }) => ({ messageId: id, at })), ...brought(history, ids)];
  return { firstRepliedAt, waiting: oldest(waits), lastRepliedAt };
}

/** The one that came first; of those of the same instant, the one given first. */
function oldest(waits: readonly Wait[]): Wait | null {
  return waits.reduce<Wait | null>(
    (first, wait) => (first === null || wait.at < first.at ? wait : first),
    null,
  );
}

/** Whether the case was solved after a message came: nobody waits for an answer to that one any more. */
function isDismissed(history: readonly SupportEvent[], messageId: string, at: Instant): boolean {
  const came = history.findIndex(
    (event) => isOf(event, "case.customerMessage") && event.data.messageId === messageId,
  );
  return history.some(
    (event, index) => isEnding(event) && (event.at > at || (event.at === at && came >= 0 && index > came)),
  );
}

const isEnding = (event: SupportEvent) =>
  isOf(event, "case.statusChanged") && isEnded(event.data.toCategory) && !isEnded(event.data.fromCategory);

/** Waits that came with merged cases, and that were neither answered nor solved here. */
function brought(history: readonly SupportEvent[], answerIds: ReadonlySet<string>): readonly Wait[] {
  let waits: Wait[] = [];
  for (const event of history) {
    if (isOf(event, "case.waitTaken") && event.data.by === "merge" && event.data.waiting !== null)
      waits.push(event.data.waiting);
    else if (isEnding(event) || (isOf(event, "case.replied") && answerIds.has(event.data.messageId)))
      waits = [];
  }
  return waits;
}

/** When customers and the desk last wrote. */
export function lastWords(
  said: readonly Message[],
): Pick<Case, "lastCustomerMessageAt" | "lastAgentMessageAt"> {
  return {
    lastCustomerMessageAt: newestOf(said.filter(isAsked)),
    lastAgentMessageAt: newestOf(said.filter(({ direction }) => direction === "out")),
  };
}

function newestOf(some: readonly Message[]): Instant | null {
  return some.reduce<Instant | null>((newest, { at }) => latest(newest, at), null);
}

/** When the first of some messages was said. */
export function oldestOf(some: readonly Message[]): Instant | null {
  return some.reduce<Instant | null>((first, { at }) => earliest(first, at), null);
}
