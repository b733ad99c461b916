import { type CaseRow, isEnded, type StatusCategory } from "../cases/index.ts";
import type { Instant } from "../ports/index.ts";
import {
  activate,
  type CalendarOf,
  type Clock,
  cancel,
  fulfil,
  isOpenClock,
  type Promised,
  pause,
  resume,
  retarget,
} from "./clock.ts";
import { countsIn, type Metric, metricRules, metrics } from "./metrics.ts";

/** What clocks need to know about a case, after all changes of a commit. */
export type CaseFacts = Pick<
  CaseRow,
  | "category"
  | "channelKind"
  | "firstRepliedAt"
  | "handler"
  | "imported"
  | "lastCustomerMessageAt"
  | "mergedIntoId"
  | "reopenCount"
  | "spam"
  | "waitingSince"
>;

/** What happened to a case, as far as clocks are concerned. */
export type Happening =
  | { readonly kind: "opened"; readonly messageId: string | null; readonly automatic: boolean }
  | { readonly kind: "customerMessage"; readonly messageId: string; readonly automatic: boolean }
  | { readonly kind: "replied"; readonly messageId: string; readonly human: boolean }
  | { readonly kind: "statusChanged"; readonly from: StatusCategory; readonly to: StatusCategory }
  | { readonly kind: "handedOff"; readonly to: "bot" | "human" }
  | { readonly kind: "markedSpam"; readonly spam: boolean }
  | { readonly kind: "merged" }
  /** Messages moved out; `waiting` is the oldest remaining customer message without a reply. */
  | {
      readonly kind: "split";
      readonly messageIds: readonly string[];
      readonly waiting: { readonly messageId: string; readonly at: Instant } | null;
    }
  | { readonly kind: "changed"; readonly because: string };

/** The current targets of the case. */
export interface Promises {
  for(metric: Metric): Promised | null;
  readonly calendarOf: CalendarOf;
}

/**
 * Metrics that have a target but no clock, and would have one if the target had existed from the start: what a change
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

/**
 * Applies an event to a case's clocks. Pure. Returns the clocks in the same order, the identical object if unchanged,
 * and new ones after them.
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
  if (facts.mergedIntoId !== null) return cancelAll("merged");
  if (facts.spam) return cancelAll("spam");
  if (facts.imported) return clocks;
  switch (happening.kind) {
    case "opened":
      return happening.automatic ? clocks : [...clocks, ...opening(happening.messageId, "opened")];
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
      return afterSplit(happening.messageIds, happening.waiting);
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
    return [activate(metric, promised, { at, causeMessageId: messageId, category, because }, calendarOf)];
  }

  function opening(messageId: string | null, because: string): readonly Clock[] {
    return metrics.flatMap((metric) =>
      metricRules[metric].starts === "opening" ? start(metric, now, messageId, because) : [],
    );
  }

  function afterCustomer(messageId: string): readonly Clock[] {
    if (facts.firstRepliedAt !== null) return [...clocks, ...waiting(messageId, now, "customer_wrote")];
    // A case opened by a machine has no clocks, nor has one that was solved as spam and then unmarked; for people it
    // starts when a person writes. (By another process's clock, an earlier message may have arrived later.)
    const { waitingSince } = facts;
    const isFirstOfPerson = waitingSince === facts.lastCustomerMessageAt || waitingSince === now;
    return clocks.length === 0 && isFirstOfPerson ? opening(messageId, "customer_wrote") : clocks;
  }

  /** Starts the clock of an unanswered message, unless somebody is already waiting. */
  function waiting(messageId: string | null, at: Instant, because: string): readonly Clock[] {
    if (clocks.some((clock) => isOpenClock(clock) && metricRules[clock.metric].awaitsPerson)) return [];
    return metrics.flatMap((metric) =>
      metricRules[metric].starts === "waiting" ? start(metric, at, messageId, because) : [],
    );
  }

  function afterReply(messageId: string): readonly Clock[] {
    const begun: Clock[] = [];
    const after = clocks.map((clock) => {
      const { stops, recurs } = metricRules[clock.metric];
      if (stops !== "reply" || !isOpenClock(clock)) return clock;
      // The message with which an agent opened the case is not a reply.
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

  /** Starts what somebody is waiting for, from now: a first reply, or otherwise the next one. */
  function awaiting(because: string): readonly Clock[] {
    if (facts.firstRepliedAt !== null) return facts.waitingSince === null ? [] : waiting(null, now, because);
    return metrics.flatMap((metric) => {
      const { awaitsPerson, starts } = metricRules[metric];
      const isOpen = clocks.some((clock) => clock.metric === metric && isOpenClock(clock));
      return awaitsPerson && starts === "opening" && !isOpen ? start(metric, now, null, because) : [];
    });
  }

  /** What was met before resumes if a reopening would resume it; the rest starts from now. */
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

  function afterSplit(
    moved: readonly string[],
    stayed: { readonly messageId: string; readonly at: Instant } | null,
  ): readonly Clock[] {
    const isMoved = (clock: Clock) =>
      isOpenClock(clock) &&
      metricRules[clock.metric].starts === "waiting" &&
      moved.includes(clock.causeMessageId ?? "");
    if (!clocks.some(isMoved)) return clocks;
    const after = clocks.map((clock) => (isMoved(clock) ? cancel(clock, now, "split", calendarOf) : clock));
    if (stayed === null) return after;
    const next = metrics.filter((metric) => metricRules[metric].starts === "waiting");
    return [...after, ...next.flatMap((metric) => start(metric, stayed.at, stayed.messageId, "split"))];
  }

  function retargeted(clock: Clock, because: string): Clock {
    if (!isOpenClock(clock) || clock.breachedAt !== null) return clock;
    const promised = promises.for(clock.metric);
    if (promised === null) return cancel(clock, now, "no_target", calendarOf);
    return retarget(clock, promised, now, because, calendarOf);
  }
}
