import type { CaseRow, Priority, StatusCategory } from "./schema.ts";

/** Who wrote a message; only `human` replies stop clocks. */
export type AuthorKind = "customer" | "agent" | "bot" | "host" | "system";

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
    "case.assigned": {
      readonly caseId: string;
      readonly fromAssigneeId: string | null;
      readonly assigneeId: string | null;
      readonly fromTeamId: string | null;
      readonly teamId: string | null;
    };
    /** Other fields: subject, kind, stage, tags, language, followers, the host's own. */
    "case.updated": { readonly caseId: string; readonly fields: readonly string[] };
    "case.handedOff": { readonly caseId: string; readonly to: "bot" | "human" };
    "case.markedSpam": { readonly caseId: string; readonly spam: boolean };
    "case.merged": { readonly caseId: string; readonly intoId: string };
    /** The desk removed a participant. `customerId` is null for an address that never wrote. */
    "case.participantRemoved": { readonly caseId: string; readonly customerId: string | null };
    "case.split": {
      readonly caseId: string;
      readonly newCaseId: string;
      readonly messageIds: readonly string[];
    };
    "case.linked": { readonly fromId: string; readonly toId: string; readonly kind: string };
    "case.unlinked": { readonly fromId: string; readonly toId: string; readonly kind: string };
    "case.declined": {
      readonly caseId: string;
      readonly messageId: string;
      readonly alternatives: readonly { readonly kind: string; readonly reference: string | null }[];
    };
    /** A message is queued for delivery on its channel. */
    "message.queued": { readonly caseId: string; readonly messageId: string; readonly channelId: string };
  }
}
