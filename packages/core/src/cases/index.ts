import "./events.ts";

export { isVisibleTo, relyOnPart, type Standing, standingOf } from "./access.ts";
export { authorKindOf, authorOf } from "./author.ts";
export { customerWrote, historyMark } from "./automatic.ts";
export { applyChanges } from "./change.ts";
export { type CodeFormats, caseCodeFormats, codeFormats } from "./codeFormat.ts";
export { refuseUnseen, sendReply, takeCustomerMessage } from "./converse.ts";
export {
  type CaseCounts,
  type CaseFacts,
  type CategoryCounts,
  caseCounts,
  caseUpkeep,
} from "./counts/index.ts";
export {
  addressesOf,
  type CasesDeps,
  insertCase,
  insertMessage,
  numbersOf,
} from "./create.ts";
export type { AuthorKind } from "./events.ts";
export { needsFollowUp, newestFollowUp } from "./followUps.ts";
export { givingBack } from "./giveBack.ts";
export type { OpenInput, ReplyInput, UpdateInput } from "./inputs.ts";
export { updateInput } from "./inputs.ts";
export { withNamed } from "./inviting.ts";
export { insertFollowUp, link } from "./join.ts";
export { findSurvivor, isEnded, refuseMerged, requireCase } from "./lifecycle.ts";
export { earliest, latest } from "./moments.ts";
export { announceOpening } from "./open.ts";
export { queueOutgoing } from "./outgoing.ts";
export {
  addressKey,
  asColumns,
  isSameAddress,
  participantsOf,
  presentMoment,
  withPerson,
} from "./participants.ts";
export { messageTimeline } from "./queries.ts";
export { type CasesFacade, casesRoom } from "./room.ts";
export {
  type Attachment,
  type Case,
  type CaseLink,
  caseLinks,
  cases,
  channelKinds,
  type Message,
  type Moment,
  messages,
  type Participant,
  type Priority,
  priorities,
  type StatusCategory,
  statusCategory,
} from "./schema.ts";
export {
  type CaseSettings,
  type CasesOptions,
  type CustomStatus,
  caseSettings,
  parseFieldChanges,
  requireStatus,
} from "./settings.ts";
export { type TrackingCodeOptions, type TrackingCodes, trackingCodes } from "./trackingCode.ts";
export { turnDerivation } from "./turns.ts";
