import {
  awaitPerson,
  begin,
  changeStatus,
  deadlineOf,
  end,
  isEnded,
  isOpen,
  type NaiveCase,
  type NaiveClock,
  type NaiveMessage,
  type NaivePolicy,
  settle,
  table,
  unspam,
} from "./naiveModel.ts";

// For tests: what merges and splits do to those who wait.

/** The oldest message that a customer waits with. */
function waitOf(of: NaiveCase): NaiveMessage | null {
  if (isEnded(of.category)) return null;
  const answered = of.said.findLastIndex(({ by }) => by === "person");
  const waiting = of.said.slice(answered + 1).filter((message) => !message.isDismissed);
  return waiting.reduce<NaiveMessage | null>(
    (first, one) => (first && first.at <= one.at ? first : one),
    null,
  );
}

export function merge(of: NaiveCase, into: NaiveCase, policy: NaivePolicy, now: number): void {
  const wait = of.spam ? null : waitOf(of);
  if (wait !== null) {
    const at = of.handler === "bot" ? now : wait.at;
    const { spam: wasSpam, handler: wasWith } = into;
    into.spam = false;
    if (of.handler === "human") into.handler = "human";
    into.waiting = Math.min(into.waiting ?? at, at);
    if (isEnded(into.category)) changeStatus(into, policy, now, "open");
    if (wasSpam) unspam(into, policy, now);
    if (wasWith !== into.handler) awaitPerson(into, policy, now);
    into.said.push({ number: wait.number, by: "guest", at, isDismissed: false });
    const brought = { number: wait.number, at };
    align(into, policy, now, brought, of.clocks.filter(isAwaited), { isJoined: true });
  }
  of.merged = true;
  of.category = "closed";
  for (const clock of of.clocks) if (isOpen(clock)) end(clock, now, "cancelled");
}

const isAwaited = (clock: NaiveClock) => isOpen(clock) && table[clock.metric]?.person === true;

/** The promises that somebody who waits has: of all that may hold, the one that is due first. */
function align(
  of: NaiveCase,
  policy: NaivePolicy,
  now: number,
  wait: Pick<NaiveMessage, "number" | "at"> | null,
  carried: readonly NaiveClock[],
  { isJoined }: { readonly isJoined: boolean },
): void {
  const own = of.clocks.filter(isAwaited);
  const metric = of.firstReplied ? "next_reply" : "first_reply";
  const kept = own.filter((clock) => clock.metric === metric);
  const count = of.clocks.length;
  if (wait !== null && (kept.length === 0 || isJoined)) begin(of, policy, metric, wait.at, wait.number, now);
  const begun = of.clocks.splice(count);
  for (const clock of [...own, ...carried, ...begun]) settle(clock, now);
  const candidates = of.handler === "bot" ? [] : [...kept, ...own, ...carried, ...begun];
  const due = (clock: NaiveClock) => clock.breachedAt ?? deadlineOf(clock) ?? now;
  const best = candidates.reduce<NaiveClock | null>(
    (first, clock) => (first && due(first) <= due(clock) ? first : clock),
    null,
  );
  if (best !== null && begun.includes(best)) of.clocks.push(best);
  else if (best !== null && !kept.includes(best)) of.clocks.push({ ...best, metric });
  for (const clock of own) if (clock !== best || !kept.includes(clock)) end(clock, now, "cancelled");
}

/**
 * Takes some messages out into a case of their own. Null when none would stay; the new case has no clocks where no
 * customer wrote what moved.
 */
export function split(
  of: NaiveCase,
  policy: NaivePolicy,
  now: number,
  isMoved: (at: number) => boolean,
): { readonly numbers: readonly number[]; readonly opened: NaiveCase } | null {
  const own = of.said.filter(({ by }) => by !== "guest");
  const moved = own.filter((_, at) => isMoved(at));
  const [first] = moved;
  if (first === undefined || moved.length === own.length) return null;
  const numbers = moved.map(({ number }) => number);
  const isAbout = ({ cause }: NaiveClock) => cause !== null && numbers.includes(cause);
  const opened: NaiveCase = {
    ...{ category: "new", handler: "human", priority: of.priority, spam: false, merged: false },
    ...{ firstReplied: moved.some(({ by }) => by === "person"), waiting: null, reopened: false },
    openedAt: first.at,
    said: moved.map((message) => ({ ...message, isDismissed: false })),
    clocks: [],
  };
  const wait = waitOf(opened);
  opened.waiting = wait?.at ?? null;
  if (moved.some(({ by }) => by === "customer")) {
    align(
      opened,
      policy,
      now,
      wait,
      of.clocks.filter((clock) => isAwaited(clock) && isAbout(clock)),
      {
        isJoined: false,
      },
    );
    for (const [metric, rule] of Object.entries(table))
      if (!rule.person) begin(opened, policy, metric, wait?.at ?? now, wait?.number ?? null, now);
  }
  of.said.splice(0, of.said.length, ...of.said.filter((message) => !moved.includes(message)));
  const stays = waitOf(of);
  of.waiting = stays?.at ?? null;
  const persons = of.said.filter(({ by }) => by === "person");
  if (moved.some(({ by }) => by === "person")) of.firstReplied = persons.length > 0;
  if (of.spam) return { numbers, opened };
  const from = persons.at(-1)?.at ?? of.openedAt;
  for (const clock of [...of.clocks]) {
    if (table[clock.metric]?.recurs && isOpen(clock) && isAbout(clock) && clock.start !== from) {
      end(clock, now, "cancelled");
      begin(of, policy, clock.metric, from, null, now);
    }
    const isStaying = clock.cause === null ? stays !== null && stays.at <= clock.start : !isAbout(clock);
    if (isAwaited(clock) && !isStaying) end(clock, now, "cancelled");
  }
  align(of, policy, now, stays, [], { isJoined: false });
  return { numbers, opened };
}
