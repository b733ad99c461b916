import "./events.ts";

export { isVisibleTo, relyOnPart, type Standing, standingOf } from "./access.ts";
export { recipientsOf } from "./addressees.ts";
export { authorKindOf, authorOf } from "./author.ts";
export { customerWrote, historyMark } from "./automatic.ts";
export { applyChanges } from "./change.ts";
export { type CodeFormats, caseCodeFormats, codeFormats } from "./codeFormat.ts";
export type { CustomerMessageInput } from "./commands/addCustomerMessage.ts";
export type { AddParticipantInput } from "./commands/addParticipant.ts";
export type { DeclineInput } from "./commands/decline.ts";
export type { LinkInput } from "./commands/link.ts";
export type { NoteInput } from "./commands/note.ts";
export type { OpenInput } from "./commands/open.ts";
export type { RemoveParticipantInput } from "./commands/removeParticipant.ts";
export type { ReplyInput } from "./commands/reply.ts";
export type { SplitInput } from "./commands/split.ts";
export type { UpdateInput } from "./commands/update.ts";
export {
  type CaseCounts,
  type CategoryCounts,
  caseCounts,
  type NextDeadlines,
} from "./counts/index.ts";
export {
  addressesOf,
  type CasesDeps,
  insertCase,
  insertMessage,
} from "./create.ts";
export { omitFields } from "./customerFields.ts";
export {
  type CaseDefinitions,
  caseDefinitionsCache,
} from "./definitions/caseDefinitions.ts";
export {
  type Draft,
  type DraftNews,
  type DraftRow,
  type DraftWriter,
  drafts,
  type SaveDraftInput,
} from "./drafts/index.ts";
export type { AuthorKind, WakeCause } from "./events.ts";
export type { FieldBook } from "./fields/book.ts";
export type { CustomerField, FieldRow, FieldType, OwnField } from "./fields/schema.ts";
export { checkFieldChanges } from "./fields/write.ts";
export { needsFollowUp, newestFollowUp } from "./followUps.ts";
export { updateInput } from "./inputs.ts";
export { insertFollowUp } from "./insertFollowUp.ts";
export { withNamed } from "./inviting.ts";
export { findSurvivor, isEnded, refuseMerged, requireCase } from "./lifecycle.ts";
export { link } from "./link.ts";
export { earliest, latest } from "./moments.ts";
export { announceOpening } from "./opening.ts";
export { queueOutgoing } from "./outgoing.ts";
export {
  addressKey,
  asColumns,
  isSameAddress,
  participantsOf,
  presentMoment,
  withPerson,
} from "./participants.ts";
export type { CaseListQuery } from "./queries/list.ts";
export { refuseUnseen } from "./refuseUnseen.ts";
export { casesRoom } from "./room.ts";
export type { SendScheduledInput } from "./scheduled/commands/send.ts";
export type { UpdateScheduledInput } from "./scheduled/commands/update.ts";
export {
  type HoldReason,
  type ScheduledReply,
  scheduledReplies,
  type WaivableReason,
} from "./scheduled/schema.ts";
export type { Reply } from "./scheduled/view.ts";
export {
  type Attachment,
  type CaseLinkRow,
  type CaseRow,
  caseLinks,
  cases,
  channelKinds,
  type MessageRow,
  type Moment,
  messages,
  type Participant,
  type Priority,
  priorities,
  type StatusCategory,
  statusCategory,
} from "./schema.ts";
export { reachedPage, withinCaseOf } from "./scope.ts";
export { sendReply } from "./sendReply.ts";
export {
  type CaseSettings,
  type CasesOptions,
  type CustomStatus,
  caseSettings,
} from "./settings.ts";
export { caseSnoozes } from "./snoozing/index.ts";
export { type CasesState, casesState } from "./state.ts";
export type { StatusBook } from "./statuses/book.ts";
export { customerLabel } from "./statuses/label.ts";
export type { CustomerStatus, Status } from "./statuses/schema.ts";
export { takeCustomerMessage } from "./takeCustomerMessage.ts";
export {
  type TimeEntry,
  type TimeEntryInput,
  type TimeEntryNews,
  type TimeEntryRow,
  type TimeTotal,
  timeEntries,
} from "./timeEntries/index.ts";
export { type TrackingCodeOptions, type TrackingCodes, trackingCodes } from "./trackingCode.ts";
export { turnDerivation } from "./turns.ts";
export {
  type Case,
  type CaseLink,
  type CustomerCase,
  type CustomerMessage,
  caseView,
  type MergeDisclosure,
  type MergedCase,
  type Message,
  messageView,
} from "./views.ts";
