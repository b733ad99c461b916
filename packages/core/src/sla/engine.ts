import { isEnded, type StatusCategory, type Wait } from "../cases/index.ts";
import type { Instant } from "../ports/index.ts";
import {
  activate,
  type Clock,
  cancel,
  fulfil,
  isOpenClock,
  pause,
  promisedFrom,
  resume,
  retarget,
} from "./clock.ts";
import type { CaseFacts, Happening, Promises, SplitOff, WaitTaken } from "./happening.ts";
import { countsIn, type Metric, metricRules, metrics } from "./metrics.ts";
import { isAwaiting, takenOver, tightest } from "./movement.ts";

/**
 * Metrics that are promised, have no clock, and would have one had they been promised from the start: what a change
 * of priority, channel or policy adds.
 */
export function missingMetrics(
  clocks: readonly Clock[],
  facts: CaseFacts,
  promises: Promises,
): readonly Metric[] {
  if (facts.spam || facts.imported || facts.mergedIntoId !== null) return [];
  const isEndedNow = isEnded(facts.category);
  const isAwaited = clocks.some((clock) => isOpenClock(clock) && metricRules[clock.metric].awaitsPerson);
  return metrics.filter((metric) => {
    if (promises.for(metric) === null) return false;
    if (clocks.some((clock) => clock.metric === metric && clock.state !== "cancelled")) return false;
    const { starts, stops, recurs, continues, awaitsPerson } = metricRules[metric];
    if (awaitsPerson && facts.handler === "bot") return false;
    if (starts === "waiting")
      return facts.firstRepliedAt !== null && facts.waitingSince !== null && !isAwaited;
    if (stops === "solved") return !isEndedNow && (continues || facts.reopenCount === 0);
    return recurs ? !isEndedNow : facts.firstRepliedAt === null;
  });
}

/** Metrics that are about somebody who waits in the case for a person: for the first reply or for the next. */
function awaitedMetrics({ firstRepliedAt, handler, channelKind }: CaseFacts): readonly Metric[] {
  if (handler === "bot") return [];
  const begin = firstRepliedAt === null ? "opening" : "waiting";
  return metrics.filter((metric) => {
    const { awaitsPerson, starts, channels } = metricRules[metric];
    return awaitsPerson && starts === begin && (channels === null || channels.includes(channelKind));
  });
}

/**
 * What becomes of a case's clocks. Pure. Gives the clocks in the same order, each the very same object where nothing
 * changed, and new ones after them.
 */
export function decide(
  clocks: readonly Clock[],
  happening: Happening,
  facts: CaseFacts,
  promises: Promises,
  now: Instant,
): readonly Clock[] {
  const { calendarOf } = promises;
  const cancelAll = (because: string) =>
    clocks.map((clock) => (isOpenClock(clock) ? cancel(clock, now, because, calendarOf) : clock));
  if (facts.mergedIntoId !== null)
    return happening.kind === "merged" ? afterMerge(happening.takesWait) : clocks;
  if (facts.spam) return cancelAll("spam");
  if (facts.imported && clocks.length === 0 && happening.kind !== "waitTaken") return clocks;
  switch (happening.kind) {
    case "opened":
      return happening.automatic || clocks.length > 0
        ? clocks
        : [...clocks, ...opening(happening.messageId, now, "opened")];
    case "customerMessage":
      return happening.automatic ? clocks : afterCustomer(happening.messageId);
    case "replied":
      return happening.human ? afterReply(happening.messageId) : clocks;
    case "statusChanged":
      return clocks.map((clock) => afterStatus(clock, happening.from, happening.to));
    case "handedOff":
      return happening.to === "bot" ? afterHandToBot() : [...clocks, ...awaiting("handed_off")];
    case "markedSpam":
      return isEnded(facts.category) ? clocks : afterSpam();
    case "split":
      return afterSplit(happening);
    case "waitTaken":
      return afterTaking(happening);
    case "changed":
      return clocks.map((clock) => retargeted(clock, happening.because));
    case "merged":
      return clocks;
  }

  function start(metric: Metric, at: Instant, messageId: string | null, because: string): readonly Clock[] {
    const { awaitsPerson, channels } = metricRules[metric];
    if (awaitsPerson && facts.handler === "bot") return [];
    if (channels !== null && !channels.includes(facts.channelKind)) return [];
    const promised = promises.for(metric);
    if (promised === null) return [];
    const { category } = facts;
    const begin = { at, causeMessageId: messageId, category, because };
    const clock = activate(metric, promised, begin, calendarOf);
    if (at >= now) return [clock];
    // Due by its own start, but told from now on.
    return [{ ...promisedFrom(clock, now, calendarOf), deadline: clock.deadline }];
  }

  function opening(messageId: string | null, at: Instant, because: string): readonly Clock[] {
    return metrics.flatMap((metric) => {
      const { starts, awaitsPerson } = metricRules[metric];
      const isAnswered = awaitsPerson && facts.firstRepliedAt !== null;
      return starts === "opening" && !isAnswered ? start(metric, at, messageId, because) : [];
    });
  }

  function afterCustomer(messageId: string): readonly Clock[] {
    if (facts.firstRepliedAt !== null) return [...clocks, ...waiting(messageId, now, "customer_wrote")];
    // A case that a machine opened has no clocks, nor one that was solved as spam and is none; it begins for people when
    // a person writes.
    // (By the clock of another process an earlier one may have come later.)
    const { waitingSince } = facts;
    const isFirstOfPerson = waitingSince === facts.lastCustomerMessageAt || waitingSince === now;
    if (clocks.length === 0) return isFirstOfPerson ? opening(messageId, now, "customer_wrote") : clocks;
    // Whoever waited before may have moved to another case.
    if (clocks.some(isAwaiting)) return clocks;
    const begun = awaitedMetrics(facts).flatMap((metric) => start(metric, now, messageId, "customer_wrote"));
    return [...clocks, ...begun];
  }

  /** Starts the clock of an unanswered message, unless somebody is waited for already. */
  function waiting(messageId: string | null, at: Instant, because: string): readonly Clock[] {
    if (facts.waitingSince === null || clocks.some(isAwaiting)) return [];
    return metrics.flatMap((metric) =>
      metricRules[metric].starts === "waiting" ? start(metric, at, messageId, because) : [],
    );
  }

  function afterReply(messageId: string): readonly Clock[] {
    const begun: Clock[] = [];
    const after = clocks.map((clock) => {
      const { stops, recurs } = metricRules[clock.metric];
      if (stops !== "reply" || !isOpenClock(clock)) return clock;
      // The message with which an agent opened the case answers nothing.
      if (clock.causeMessageId === messageId) return clock;
      if (recurs) begun.push(...start(clock.metric, now, messageId, "replied"));
      return fulfil(clock, now, "replied", calendarOf);
    });
    return [...after, ...begun];
  }

  function afterStatus(clock: Clock, from: StatusCategory, to: StatusCategory): Clock {
    const { stops, continues } = metricRules[clock.metric];
    if (isOpenClock(clock)) {
      if (stops === "solved" && isEnded(to)) return fulfil(clock, now, to, calendarOf);
      const counts = countsIn(clock.metric, to);
      if (counts === (clock.state === "running")) return clock;
      return counts ? resume(clock, now, to, to, calendarOf) : pause(clock, now, to, calendarOf);
    }
    if (!continues || clock.state !== "fulfilled" || !isEnded(from) || isEnded(to)) return clock;
    return reopened(clock);
  }

  function reopened(clock: Clock): Clock {
    return retargeted(resume(clock, now, facts.category, "reopened", calendarOf), "reopened");
  }

  function afterHandToBot(): readonly Clock[] {
    return clocks.map((clock) =>
      isOpenClock(clock) && metricRules[clock.metric].awaitsPerson
        ? cancel(clock, now, "bot", calendarOf)
        : clock,
    );
  }

  /** Starts what waits for a person, from now: a first reply, or else the next one. */
  function awaiting(because: string): readonly Clock[] {
    if (facts.firstRepliedAt !== null) return facts.waitingSince === null ? [] : waiting(null, now, because);
    return metrics.flatMap((metric) => {
      const { awaitsPerson, starts } = metricRules[metric];
      const isOpen = clocks.some((clock) => clock.metric === metric && isOpenClock(clock));
      return awaitsPerson && starts === "opening" && !isOpen ? start(metric, now, null, because) : [];
    });
  }

  /** What was met before goes on where it would have been reopened; the rest starts from now. */
  function afterSpam(): readonly Clock[] {
    const kept = clocks.map((clock) =>
      clock.state === "fulfilled" && metricRules[clock.metric].continues ? reopened(clock) : clock,
    );
    const others = metrics.filter((metric) => {
      const { awaitsPerson, stops, continues } = metricRules[metric];
      if (awaitsPerson || kept.some((clock) => clock.metric === metric && isOpenClock(clock))) return false;
      return stops === "reply" || continues || facts.reopenCount === 0;
    });
    const begun = others.flatMap((metric) => start(metric, now, null, "not_spam"));
    return [...kept, ...awaiting("not_spam"), ...begun];
  }

  /**
   * Gives a case the clocks that its oldest unanswered message asks for, from that message's time. Where several may be
   * the one of a metric, its own and those that came along, the one that is due first stays.
   */
  function aligned(
    wait: Wait | null,
    because: string,
    carried: readonly Clock[],
    own: readonly Clock[],
    all: readonly Clock[] = clocks,
  ): readonly Clock[] {
    const taken = new Set<Clock>();
    const chosen = awaitedMetrics(facts).flatMap((metric) => {
      const kept = own.filter((clock) => clock.metric === metric);
      const isBegun = wait !== null && (kept.length === 0 || because === "joined");
      const begun = isBegun ? start(metric, wait.at, wait.messageId, because) : [];
      const best = tightest(metric, [...kept, ...own, ...carried, ...begun], now, calendarOf);
      if (best === undefined || kept.includes(best) || begun.includes(best)) return best ?? [];
      taken.add(best);
      return takenOver(best, metric, now, because, calendarOf);
    });
    const ended = all.map((clock) => {
      if (!isAwaiting(clock) || chosen.includes(clock)) return clock;
      return cancel(clock, now, taken.has(clock) ? "moved" : "tightened", calendarOf);
    });
    return [...ended, ...chosen.filter((clock) => !all.includes(clock))];
  }

  function afterMerge(takesWait: boolean): readonly Clock[] {
    return clocks.map((clock) => {
      if (!isOpenClock(clock)) return clock;
      return cancel(clock, now, takesWait && isAwaiting(clock) ? "moved" : "merged", calendarOf);
    });
  }

  /** A case that begins with messages of another has its other clocks from its oldest unanswered one, too. */
  function afterTaking({ by, waiting: wait, carried }: WaitTaken): readonly Clock[] {
    const because = by === "merge" ? "joined" : "split_off";
    if (by === "merge") return aligned(wait, because, carried, clocks.filter(isAwaiting));
    const at = wait?.at ?? now;
    const begun = opening(wait?.messageId ?? null, at, because).filter((clock) => !isAwaiting(clock));
    return [...aligned(wait, because, carried, []), ...begun];
  }

  function afterSplit({ messageIds, waiting: wait, lastRepliedAt }: SplitOff): readonly Clock[] {
    const hasMoved = ({ causeMessageId }: Clock) =>
      causeMessageId !== null && messageIds.includes(causeMessageId);
    // One that a hand-off started stays as long as somebody waits who did so by then.
    const isStaying = (clock: Clock) =>
      clock.causeMessageId === null ? wait !== null && wait.at <= clock.startedAt : !hasMoved(clock);
    // An update is due after the last one that stayed.
    const at = lastRepliedAt ?? facts.openedAt;
    const isUpdated = (clock: Clock) =>
      isOpenClock(clock) && metricRules[clock.metric].recurs && hasMoved(clock) && clock.startedAt !== at;
    const after = clocks.map((clock) => {
      if (isUpdated(clock)) return cancel(clock, now, "split", calendarOf);
      return isAwaiting(clock) && !isStaying(clock) ? cancel(clock, now, "moved", calendarOf) : clock;
    });
    const begun = clocks.filter(isUpdated).flatMap(({ metric }) => start(metric, at, null, "split"));
    return [...aligned(wait, "split", [], after.filter(isAwaiting), after), ...begun];
  }

  function retargeted(clock: Clock, because: string): Clock {
    if (!isOpenClock(clock) || clock.breachedAt !== null) return clock;
    const promised = promises.for(clock.metric);
    if (promised === null) return cancel(clock, now, "no_target", calendarOf);
    return retarget(clock, promised, now, because, calendarOf);
  }
}
