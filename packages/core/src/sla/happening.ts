import type { Case, StatusCategory, Wait } from "../cases/index.ts";
import type { Instant } from "../ports/index.ts";
import type { CalendarOf, Clock, Promised } from "./clock.ts";
import type { Metric } from "./metrics.ts";

/** What clocks need to know of a case, as it is when all of a commit's changes are done. */
export type CaseFacts = Pick<
  Case,
  | "category"
  | "channelKind"
  | "firstRepliedAt"
  | "handler"
  | "imported"
  | "lastCustomerMessageAt"
  | "mergedIntoId"
  | "openedAt"
  | "reopenCount"
  | "spam"
  | "waitingSince"
>;

/** What happened to a case, as far as clocks care. */
export type Happening =
  | { readonly kind: "opened"; readonly messageId: string | null; readonly automatic: boolean }
  | { readonly kind: "customerMessage"; readonly messageId: string; readonly automatic: boolean }
  | { readonly kind: "replied"; readonly messageId: string; readonly human: boolean }
  | { readonly kind: "statusChanged"; readonly from: StatusCategory; readonly to: StatusCategory }
  | { readonly kind: "handedOff"; readonly to: "bot" | "human" }
  | { readonly kind: "markedSpam"; readonly spam: boolean }
  /** `takesWait`: somebody who waits goes on waiting in the other case. */
  | { readonly kind: "merged"; readonly takesWait: boolean }
  /** Another case was merged into this one, or this one begins with messages of another. */
  | {
      readonly kind: "waitTaken";
      readonly by: "merge" | "split";
      readonly waiting: Wait | null;
      /** Clocks of the other case about the wait that comes along. */
      readonly carried: readonly Clock[];
    }
  /** Messages moved out; `waiting` is the oldest customer message that stayed and nobody has answered. */
  | {
      readonly kind: "split";
      readonly messageIds: readonly string[];
      readonly waiting: Wait | null;
      /** When a person last wrote to the customer there. */
      readonly lastRepliedAt: Instant | null;
    }
  | { readonly kind: "changed"; readonly because: string };

export type SplitOff = Extract<Happening, { readonly kind: "split" }>;
export type WaitTaken = Extract<Happening, { readonly kind: "waitTaken" }>;

/** What is promised for the case now. */
export interface Promises {
  for(metric: Metric): Promised | null;
  readonly calendarOf: CalendarOf;
}
