import { table } from "./command.ts";

/** Calls about cases. */
export const caseCommands = table({
  "cases.open": {
    needs: "cases.write",
    cases: "narrowed",
    own: true,
    call: ({ cases }, { customerId }) => cases.open({ customerId, subject: "New" }),
  },
  "cases.addCustomerMessage": {
    needs: "cases.write",
    cases: "named",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.addCustomerMessage({ caseId, text: "More" }),
  },
  "cases.followUp": {
    needs: "cases.write",
    cases: "named",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.followUp({ caseId }),
  },
  "cases.update": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.update({ caseId, priority: "urgent" }),
  },
  "cases.assign": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, agentId, teamId }) => cases.assign({ caseId, assigneeId: agentId, teamId }),
  },
  "cases.handOff": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.handOff({ caseId, to: "bot" }),
  },
  "cases.markSpam": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.markSpam({ caseId }),
  },
  "cases.link": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, otherCaseId }) =>
      cases.link({ fromId: caseId, toId: otherCaseId, kind: "related" }),
  },
  "cases.split": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, noteId }) => cases.split({ caseId, messageIds: [noteId] }),
  },
  "cases.solve": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.solve({ caseId }),
  },
  "cases.merge": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, otherCaseId }) => cases.merge({ fromId: otherCaseId, intoId: caseId }),
  },
  "cases.previewMerge": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, otherCaseId }) => cases.previewMerge({ fromId: otherCaseId, intoId: caseId }),
  },
  "cases.addParticipant": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, otherCustomerId }) =>
      cases.addParticipant({ caseId, participant: { customerId: otherCustomerId } }),
  },
  "cases.removeParticipant": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, participantId }) =>
      cases.removeParticipant({ caseId, participant: { customerId: participantId } }),
  },
  "cases.reply": {
    needs: "cases.reply",
    cases: "named",
    call: ({ cases }, { caseId, messageId }) =>
      cases.reply({ caseId, text: "Hello", seenMessageId: messageId }),
  },
  "cases.decline": {
    needs: "cases.reply",
    cases: "named",
    call: ({ cases }, { caseId }) =>
      cases.decline({ caseId, reason: "No", alternatives: [{ kind: "workaround", text: "Try this" }] }),
  },
  "cases.note": {
    needs: "notes.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.note({ caseId, text: "Hm" }),
  },
  "cases.get": {
    needs: "cases.read",
    cases: "named",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.get({ caseId }),
  },
  "cases.messages": {
    needs: "cases.read",
    cases: "named",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.messages({ caseId }),
  },
  "cases.list": { needs: "cases.read", cases: "narrowed", own: true, call: ({ cases }) => cases.list() },
  "cases.counts": { needs: "cases.read", cases: "narrowed", call: ({ cases }) => cases.counts() },
  "cases.recount": { needs: "jobs.manage", call: ({ cases }) => cases.recount() },
  "cases.cards": { needs: "cases.read", call: ({ cases }, { caseId }) => cases.cards({ caseId }) },
  "cases.unlink": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, otherCaseId }) =>
      cases.unlink({ fromId: caseId, toId: otherCaseId, kind: "related" }),
  },
  "cases.links": {
    needs: "cases.read",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.links({ caseId }),
  },
  "scheduledReplies.get": {
    needs: "cases.read",
    cases: "named",
    call: ({ scheduledReplies }, { replyId }) => scheduledReplies.get({ replyId }),
  },
  "scheduledReplies.list": {
    needs: "cases.read",
    cases: "narrowed",
    call: ({ scheduledReplies }) => scheduledReplies.list(),
  },
  "scheduledReplies.update": {
    needs: "cases.reply",
    cases: "named",
    people: true,
    call: ({ scheduledReplies }, { replyId }) => scheduledReplies.update({ replyId, text: "Later" }),
  },
  "scheduledReplies.send": {
    needs: "cases.reply",
    cases: "named",
    people: true,
    call: ({ scheduledReplies }, { replyId }) =>
      scheduledReplies.send({ replyId, evenIf: ["newer-customer-message", "case-closed", "case-spam"] }),
  },
  "scheduledReplies.cancel": {
    needs: "cases.reply",
    cases: "named",
    people: true,
    call: ({ scheduledReplies }, { replyId }) => scheduledReplies.cancel({ replyId }),
  },
  "cases.search": {
    needs: "cases.read",
    cases: "narrowed",
    call: ({ cases }) => cases.search({ text: "Quincunx" }),
  },
});
