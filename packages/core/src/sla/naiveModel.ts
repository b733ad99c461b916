import { type CalendarName, minuteWith, openMinutes } from "./naiveCalendar.ts";

// For tests: the rules in the table of metrics, folded over what happens, with time counted minute by minute.

export type Category = "new" | "open" | "pending" | "on_hold" | "solved" | "closed";
export type Priority = "low" | "urgent";

interface NaiveRule {
  readonly stops: "reply" | "solved";
  readonly counts: readonly Category[];
  readonly recurs?: true;
  readonly continues?: true;
  readonly person?: true;
}

const all: readonly Category[] = ["new", "open", "pending", "on_hold", "solved", "closed"];
const table: Readonly<Record<string, NaiveRule>> = {
  first_reply: { stops: "reply", counts: all, person: true },
  next_reply: { stops: "reply", counts: all, person: true },
  periodic_update: { stops: "reply", counts: ["new", "open", "pending", "on_hold"], recurs: true },
  pausable_update: { stops: "reply", counts: ["new", "open", "on_hold"], recurs: true },
  requester_wait: { stops: "solved", counts: ["new", "open", "on_hold"], continues: true },
  agent_work: { stops: "solved", counts: ["new", "open"], continues: true },
  first_resolution: { stops: "solved", counts: ["new", "open", "pending", "on_hold"] },
  total_resolution: { stops: "solved", counts: ["new", "open", "pending", "on_hold"], continues: true },
};
export const modelled = Object.keys(table);

/** The targets: minutes by metric and priority, with a warning at half. */
export interface NaivePolicy {
  readonly calendar: CalendarName;
  readonly minutes: Readonly<Record<Priority, number>>;
}

export interface NaiveClock {
  readonly metric: string;
  readonly start: number;
  cause: number | null;
  state: "running" | "paused" | "fulfilled" | "cancelled";
  calendar: CalendarName;
  target: number;
  sum: number;
  since: number;
  warnedAt: number | null;
  breachedAt: number | null;
}

export interface NaiveCase {
  category: Category;
  handler: "bot" | "human";
  priority: Priority;
  spam: boolean;
  merged: boolean;
  firstReplied: boolean;
  /** Since when somebody is waiting for a reply. */
  waiting: number | null;
  reopened: boolean;
  /** Public messages, by number: customers' messages and people's replies. */
  readonly said: { readonly number: number; readonly by: "customer" | "person"; readonly at: number }[];
  readonly clocks: NaiveClock[];
}

const isEnded = (category: Category) => category === "solved" || category === "closed";
const isOpen = ({ state }: NaiveClock) => state === "running" || state === "paused";

/** Fires what is due, then counts up to now. */
export function settle(clock: NaiveClock, now: number): void {
  if (clock.state !== "running") return;
  const due = (target: number) =>
    Math.max(clock.since, minuteWith(clock.calendar, clock.since, Math.max(0, target - clock.sum)));
  const total = clock.sum + openMinutes(clock.calendar, clock.since, now);
  if (clock.breachedAt === null && clock.warnedAt === null && total >= clock.target / 2)
    clock.warnedAt = due(clock.target / 2);
  if (clock.breachedAt === null && total >= clock.target) clock.breachedAt = due(clock.target);
  clock.sum = total;
  clock.since = now;
}

export function deadlineOf({ state, breachedAt, calendar, since, sum, target }: NaiveClock): number | null {
  return state === "running" && breachedAt === null ? minuteWith(calendar, since, target - sum) : null;
}

export function openCase(
  policy: NaivePolicy,
  now: number,
  number: number,
  given: Pick<NaiveCase, "handler" | "priority">,
): NaiveCase {
  const opened: NaiveCase = {
    ...{
      ...given,
      category: "new",
      spam: false,
      merged: false,
      firstReplied: false,
      waiting: now,
      reopened: false,
    },
    said: [{ number, by: "customer", at: now }],
    clocks: [],
  };
  for (const metric of modelled) if (metric !== "next_reply") begin(opened, policy, metric, now, number);
  return opened;
}

function begin(
  of: NaiveCase,
  policy: NaivePolicy,
  metric: string,
  start: number,
  cause: number | null,
): void {
  const rule = table[metric];
  if (rule === undefined || of.spam || of.merged || (rule.person && of.handler === "bot")) return;
  const state = rule.counts.includes(of.category) ? "running" : "paused";
  const target = policy.minutes[of.priority];
  const { calendar } = policy;
  of.clocks.push({
    metric,
    start,
    cause,
    state,
    calendar,
    target,
    sum: 0,
    since: start,
    warnedAt: null,
    breachedAt: null,
  });
}

function end(clock: NaiveClock, now: number, state: "fulfilled" | "cancelled"): void {
  settle(clock, now);
  clock.state = state;
}

function promise(of: NaiveCase, policy: NaivePolicy, clock: NaiveClock, now: number): void {
  if (!isOpen(clock)) return;
  settle(clock, now);
  if (clock.breachedAt !== null) return;
  clock.target = policy.minutes[of.priority];
  clock.calendar = policy.calendar;
  settle(clock, now);
}

export function customerWrites(of: NaiveCase, policy: NaivePolicy, now: number, number: number): void {
  if (of.category !== "new" && of.category !== "open") changeStatus(of, policy, now, "open");
  of.waiting ??= now;
  of.said.push({ number, by: "customer", at: now });
  // If nothing is measured (everything was cancelled as spam, and the case was solved as such), everything starts over.
  const isUnmeasured = of.clocks.every(({ state }) => state === "cancelled");
  if (!of.firstReplied && isUnmeasured && of.waiting === now) {
    for (const metric of modelled) if (metric !== "next_reply") begin(of, policy, metric, now, number);
    return;
  }
  const isAwaited = of.clocks.some((clock) => isOpen(clock) && table[clock.metric]?.person);
  if (of.firstReplied && !isAwaited) begin(of, policy, "next_reply", now, number);
}

export function personReplies(of: NaiveCase, policy: NaivePolicy, now: number, number: number): void {
  of.firstReplied = true;
  of.waiting = null;
  of.said.push({ number, by: "person", at: now });
  for (const clock of [...of.clocks]) {
    const rule = table[clock.metric];
    if (of.spam || rule?.stops !== "reply" || !isOpen(clock)) continue;
    end(clock, now, "fulfilled");
    // The reply also opens a new case, and metrics that start with it see that.
    if (rule.recurs)
      begin(
        { ...of, category: of.category === "new" ? "open" : of.category },
        policy,
        clock.metric,
        now,
        number,
      );
  }
  if (of.category === "new") changeStatus(of, policy, now, "open");
}

export function changeStatus(of: NaiveCase, policy: NaivePolicy, now: number, to: Category): void {
  const wasEnded = isEnded(of.category);
  if (of.category === to) return;
  of.category = to;
  if (isEnded(to)) of.waiting = null;
  if (wasEnded && !isEnded(to)) of.reopened = true;
  if (of.spam || of.merged) return;
  for (const clock of of.clocks) {
    const rule = table[clock.metric];
    if (rule === undefined) continue;
    if (isOpen(clock) && rule.stops === "solved" && isEnded(to)) end(clock, now, "fulfilled");
    else if (isOpen(clock)) run(clock, rule, to, now);
    else if (rule.continues && clock.state === "fulfilled" && wasEnded && !isEnded(to))
      goOn(of, policy, clock, now);
  }
}

function run(clock: NaiveClock, rule: NaiveRule, category: Category, now: number): void {
  settle(clock, now);
  if (clock.state === "paused" || !isOpen(clock)) clock.since = now;
  clock.state = rule.counts.includes(category) ? "running" : "paused";
}

function goOn(of: NaiveCase, policy: NaivePolicy, clock: NaiveClock, now: number): void {
  const rule = table[clock.metric];
  if (rule !== undefined) run(clock, rule, of.category, now);
  promise(of, policy, clock, now);
}

export function retargetAll(of: NaiveCase, policy: NaivePolicy, now: number): void {
  if (!of.spam && !of.merged) for (const clock of of.clocks) promise(of, policy, clock, now);
}

export function handOff(of: NaiveCase, policy: NaivePolicy, now: number, to: "bot" | "human"): void {
  if (of.handler === to) return;
  of.handler = to;
  if (to === "human") {
    awaitPerson(of, policy, now);
    return;
  }
  for (const clock of of.clocks)
    if (isOpen(clock) && table[clock.metric]?.person) end(clock, now, "cancelled");
}

function awaitPerson(of: NaiveCase, policy: NaivePolicy, now: number): void {
  if (!of.firstReplied) begin(of, policy, "first_reply", now, null);
  else if (of.waiting !== null) begin(of, policy, "next_reply", now, null);
}

export function markSpam(of: NaiveCase, policy: NaivePolicy, now: number, spam: boolean): void {
  if (of.spam === spam) return;
  of.spam = spam;
  if (spam) {
    for (const clock of of.clocks) if (isOpen(clock)) end(clock, now, "cancelled");
    return;
  }
  if (isEnded(of.category)) return;
  for (const clock of of.clocks)
    if (clock.state === "fulfilled" && table[clock.metric]?.continues) goOn(of, policy, clock, now);
  awaitPerson(of, policy, now);
  for (const [metric, rule] of Object.entries(table)) {
    if (rule.person || of.clocks.some((clock) => clock.metric === metric && isOpen(clock))) continue;
    if (rule.stops === "reply" || rule.continues || !of.reopened) begin(of, policy, metric, now, null);
  }
}

export function merge(of: NaiveCase, now: number): void {
  of.merged = true;
  of.category = "closed";
  for (const clock of of.clocks) if (isOpen(clock)) end(clock, now, "cancelled");
}

/** Removes the newest customer message; null if there is only the opening one. */
export function split(of: NaiveCase, policy: NaivePolicy, now: number): number | null {
  const moved = of.said.findLast(({ by }, at) => by === "customer" && at > 0);
  if (moved === undefined) return null;
  of.said.splice(of.said.indexOf(moved), 1);
  const answered = of.said.findLastIndex(({ by }) => by === "person");
  const unanswered = of.said.slice(answered + 1).filter(({ by }) => by === "customer");
  const since = of.waiting;
  if (moved.at === since) of.waiting = unanswered.find(({ at }) => at >= since)?.at ?? null;
  if (of.spam || of.merged) return moved.number;
  const about = of.clocks.filter(
    (clock) => clock.metric === "next_reply" && isOpen(clock) && clock.cause === moved.number,
  );
  for (const clock of about) end(clock, now, "cancelled");
  const oldest = unanswered[0];
  if (about.length > 0 && oldest !== undefined) begin(of, policy, "next_reply", oldest.at, oldest.number);
  return moved.number;
}
