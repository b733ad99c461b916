import type { NamedHoliday } from "../calendar/index.ts";
import type { Instant } from "../ports/index.ts";
import type { ClockEntry } from "./clock.ts";
import { formatDuration } from "./duration.ts";
import type { ExplainedClock } from "./explained.ts";
import type { Metric } from "./metrics.ts";

/** Display names of the metrics. */
export const metricWords: Readonly<Record<Metric, string>> = {
  first_reply: "First reply",
  next_reply: "Next reply",
  periodic_update: "Periodic update",
  pausable_update: "Pausable update",
  requester_wait: "Requester wait time",
  agent_work: "Agent work time",
  first_resolution: "First resolution",
  total_resolution: "Total resolution",
  answer: "Answer",
};

const reasons: Readonly<Record<string, string>> = {
  new: "the case is new",
  open: "the case is open",
  pending: "waiting for the customer",
  on_hold: "waiting for a third party",
  solved: "the case is solved",
  closed: "the case is closed",
  closed_hours: "outside business hours",
  opened: "the case was opened",
  customer_wrote: "the customer wrote",
  replied: "an agent replied",
  handed_off: "a bot handed the case over",
  bot: "a bot handles the case",
  reopened: "the case was reopened",
  spam: "the case is spam",
  not_spam: "the case is not spam after all",
  merged: "the case was merged into another",
  split: "the message moved into another case",
  no_target: "the target no longer applies",
  priority: "the priority changed",
  assignment: "the case was reassigned",
  brand: "the brand changed",
  fields: "fields of the case changed",
  plugin: "a value that a plugin loads changed",
  status: "the status changed",
  handler: "the case was handed over",
  policy: "a policy or calendar was edited",
};

/** A reason in words; unknown codes as they are. */
export function becauseWords(because: string): string {
  return reasons[because] ?? because;
}

const mostHolidays = 3;

/** Why a calendar is closed: outside business hours, or on which holidays. */
export function closedWords(holidays: readonly NamedHoliday[]): string {
  const names = [...new Set(holidays.map(({ date, name }) => name ?? `holiday on ${date}`))];
  const told = [...names.slice(0, mostHolidays), ...(names.length > mostHolidays ? ["..."] : [])].join(", ");
  return told === "" ? becauseWords("closed_hours") : `${becauseWords("closed_hours")} (${told})`;
}

/** A time for people, such as `2026-03-02 09:00`. */
export function instantWords(at: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}`;
}

export function entryWords({ kind, because, countedMs, targetMs }: ClockEntry): string {
  const sum = formatDuration(countedMs);
  const target = targetMs === undefined ? "" : formatDuration(targetMs);
  const why = becauseWords(because);
  switch (kind) {
    case "activate":
      return `started, because ${why}; the target is ${target}`;
    case "pause":
      return `paused at ${sum}: ${why}`;
    case "resume":
      return `resumed at ${sum}: ${why}`;
    case "fulfil":
      return `fulfilled after ${sum}: ${why}`;
    case "warn":
      return `warned (${because}) at ${sum}`;
    case "breach":
      return `missed at ${sum} counted`;
    case "retarget":
      return `the target is now ${target} at ${sum} counted: ${why}`;
    case "cancel":
      return `cancelled at ${sum}: ${why}`;
  }
}

export function summaryWords(
  clock: Omit<ExplainedClock, "stretches" | "moments" | "summary">,
  timeZone: string,
): string {
  const { name, progress, outcome, calendar, deadline, breachedAt } = clock;
  const time = calendar === null ? "elapsed time" : `business hours of "${calendar}"`;
  const head = `${name}: ${progress} (${time})`;
  if (outcome === "met") return `${head}, met.`;
  if (outcome === "cancelled") return `${head}, cancelled.`;
  if (breachedAt !== null) return `${head}, missed on ${instantWords(breachedAt, timeZone)}.`;
  if (deadline !== null) return `${head}, due by ${instantWords(deadline, timeZone)}.`;
  return clock.state === "paused"
    ? `${head}, paused.`
    : `${head}, never due: the calendar does not have that much open time.`;
}
