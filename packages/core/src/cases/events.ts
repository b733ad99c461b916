import type { Instant } from "../ports/index.ts";
import type { HoldReason } from "./scheduled/schema.ts";
import type { CaseRow, Priority, StatusCategory } from "./schema.ts";

/** Who wrote a message; only `human` replies stop clocks. */
export type AuthorKind = "customer" | "agent" | "bot" | "host" | "system";

/**
 * Why a case woke: its moment came (`due`), its customer wrote, an agent said so, it was assigned to somebody else, handed
 * to people, or left the queues for good.
 */
export type WakeCause =
  | "due"
  | "customer"
  | "agent"
  | "assigned"
  | "handedOff"
  | "merged"
  | "solved"
  | "closed"
  | "spam";

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "case.opened": {
      readonly caseId: string;
      readonly code: string;
      readonly openedBy: CaseRow["openedBy"];
      /** The message it was opened with; null if there was none. */
      readonly messageId: string | null;
      /** The customer's message came from a machine or a list: no automatic reply is due. */
      readonly automatic: boolean;
      /** False if the message is a mere notice, such as an out-of-office reply: nobody waits, and no clock runs. */
      readonly counts: boolean;
      readonly newCustomer: boolean;
    };
    /** A customer's message was added to a case, including the first one. */
    "case.customerMessage": {
      readonly caseId: string;
      readonly messageId: string;
      /** It came from a machine or a list: no automatic reply is due. */
      readonly automatic: boolean;
      /** Whether the customer wrote it; false for a mere notice, such as an out-of-office reply. */
      readonly counts: boolean;
    };
    /** A public message to the customer. `human`: written by a person, rather than by a bot or the desk. */
    "case.replied": {
      readonly caseId: string;
      readonly messageId: string;
      readonly author: AuthorKind;
      readonly human: boolean;
    };
    "case.noted": { readonly caseId: string; readonly messageId: string };
    "case.statusChanged": {
      readonly caseId: string;
      readonly from: string;
      readonly to: string;
      readonly fromCategory: StatusCategory;
      readonly toCategory: StatusCategory;
    };
    "case.reopened": { readonly caseId: string; readonly because: "customer" | "agent" };
    "case.priorityChanged": { readonly caseId: string; readonly from: Priority; readonly to: Priority };
    "case.brandChanged": {
      readonly caseId: string;
      readonly fromBrandId: string | null;
      readonly brandId: string | null;
    };
    "case.assigned": {
      readonly caseId: string;
      readonly fromAssigneeId: string | null;
      readonly assigneeId: string | null;
      readonly fromTeamId: string | null;
      readonly teamId: string | null;
    };
    /** Other fields: subject, kind, stage, tags, language, the host's own. */
    "case.updated": { readonly caseId: string; readonly fields: readonly string[] };
    "case.handedOff": { readonly caseId: string; readonly to: "bot" | "human" };
    "case.markedSpam": { readonly caseId: string; readonly spam: boolean };
    /** It left the queues until a moment. `before`: until when it was snoozed already; null: it was awake. */
    "case.snoozed": { readonly caseId: string; readonly until: Instant; readonly before: Instant | null };
    /** It came back to the queues, or its snooze ended with it. `until`: when it would have. */
    "case.woken": { readonly caseId: string; readonly because: WakeCause; readonly until: Instant };
    /** Agents started or stopped following it. */
    "case.followersChanged": {
      readonly caseId: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    };
    /**
     * Something happened that followers want to know: notify these agents. Whoever did it is not among them. `about` and `eventId` name
     * the event.
     */
    "case.newsForFollowers": {
      readonly caseId: string;
      readonly agentIds: readonly string[];
      readonly about: string;
      readonly eventId: string;
    };
    "case.merged": { readonly caseId: string; readonly intoId: string };
    /** The desk added a participant. `customerId` is null for an address that has not written yet. */
    "case.participantAdded": { readonly caseId: string; readonly customerId: string | null };
    /** The desk removed a participant. `customerId` is null for an address that never wrote. */
    "case.participantRemoved": { readonly caseId: string; readonly customerId: string | null };
    "case.split": {
      readonly caseId: string;
      readonly newCaseId: string;
      readonly messageIds: readonly string[];
    };
    "case.linked": { readonly fromId: string; readonly toId: string; readonly kind: string };
    /** The reason of a link changed. */
    "case.linkUpdated": { readonly fromId: string; readonly toId: string; readonly kind: string };
    "case.unlinked": { readonly fromId: string; readonly toId: string; readonly kind: string };
    "case.declined": {
      readonly caseId: string;
      readonly messageId: string;
      readonly alternatives: readonly { readonly kind: string; readonly reference: string | null }[];
    };
    /** A reply was scheduled, or a scheduled one was changed. `messageId` is the id of the message it will become. */
    "message.scheduled": {
      readonly caseId: string;
      readonly messageId: string;
      readonly sendAt: number;
      readonly author: AuthorKind;
      readonly authorId: string | null;
    };
    /** A scheduled reply was not sent: somebody has to review it first. Notify its author. */
    "message.held": {
      readonly caseId: string;
      readonly messageId: string;
      readonly reason: HoldReason;
      readonly author: AuthorKind;
      readonly authorId: string | null;
    };
    /** A scheduled reply was cancelled. */
    "message.cancelled": { readonly caseId: string; readonly messageId: string };
    /** A message is queued for delivery on its channel. */
    "message.queued": { readonly caseId: string; readonly messageId: string; readonly channelId: string };
  }
}
