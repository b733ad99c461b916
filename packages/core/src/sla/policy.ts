import type { CalendarDefinition } from "../calendar/index.ts";
import type { CaseRow, Priority } from "../cases/index.ts";
import type { Condition, ConditionValues } from "../conditions/index.ts";
import type { Metric } from "./metrics.ts";

/** What to do when a warning is due or a target is missed, in addition to the event. */
export type SlaAction =
  /** Emits `sla.signalled` with a name of the host's own. */
  | { readonly do: "event"; readonly name: string }
  /** Asks for people to be notified, as `sla.notificationRequested`. */
  | {
      readonly do: "notify";
      readonly whom: "assignee" | "team" | "followers" | { readonly agentIds: readonly string[] };
    }
  /** To the next higher priority, or to the given one if that is higher. */
  | { readonly do: "raisePriority"; readonly to?: Priority | undefined }
  | {
      readonly do: "reassign";
      readonly teamId?: string | null | undefined;
      readonly assigneeId?: string | null | undefined;
    }
  | { readonly do: "macro"; readonly macroId: string };

/** A target for one metric. */
export interface SlaTarget {
  readonly metric: Metric;
  /** Default: for every priority. */
  readonly priority?: Priority | undefined;
  /** Default: for every kind of channel. */
  readonly channel?: CaseRow["channelKind"] | undefined;
  /** `4h`, `1h 30m`, `45s`, `2d` (a day is 24 hours of counted time). Missed when this much time has been counted. */
  readonly within: string;
  /** The calendar whose open time counts; null: all time counts. Default: the policy's. */
  readonly calendar?: string | null | undefined;
  /** When to warn: `15m` before, in counted time, or at `80%`. Default: the policy's. */
  readonly warnings?: readonly string[] | undefined;
  /** Default: the policy's. */
  readonly onWarning?: readonly SlaAction[] | undefined;
  /** Default: the policy's. */
  readonly onBreach?: readonly SlaAction[] | undefined;
}

/**
 * The targets of some of the cases.
 *
 * Of several targets for a metric the most specific applies: priority and channel given, then channel alone, then
 * priority alone, then neither. A metric without a target has no clock.
 */
export interface SlaPolicy<Values extends object = ConditionValues> {
  /** Stays the same when the policy is edited: lower-case letters, digits, `-` and `_`. */
  readonly id: string;
  /** The display name. Default: the id. */
  readonly name?: string | undefined;
  /** The cases that it applies to. Default: all. */
  readonly when?: Condition<Values> | undefined;
  /**
   * Whether it applies to cases that match no other policy, wherever it is in the list; it has no `when`. Default
   * false.
   */
  readonly default?: boolean | undefined;
  /** For targets without their own. Default null: all time counts. */
  readonly calendar?: string | null | undefined;
  readonly warnings?: readonly string[] | undefined;
  readonly onWarning?: readonly SlaAction[] | undefined;
  readonly onBreach?: readonly SlaAction[] | undefined;
  readonly targets: readonly SlaTarget[];
}

/** Calendars by the name that targets use. */
export type SlaCalendars = Readonly<Record<string, CalendarDefinition>>;

/** Policies, in order, and the calendars they name. */
export interface SlaDefinitions<Values extends object = ConditionValues> {
  readonly policies?: readonly SlaPolicy<Values>[];
  readonly calendars?: SlaCalendars;
}
