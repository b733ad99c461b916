import { table } from "./command.ts";

/** Calls about cases. */
export const caseCommands = table({
  "cases.open": {
    needs: "cases.write",
    own: true,
    call: ({ cases }, { customerId }) => cases.open({ customerId, subject: "New" }),
  },
  "cases.addCustomerMessage": {
    needs: "cases.write",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.addCustomerMessage({ caseId, text: "More" }),
  },
  "cases.followUp": {
    needs: "cases.write",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.followUp({ caseId }),
  },
  "cases.update": {
    needs: "cases.write",
    call: ({ cases }, { caseId }) => cases.update({ caseId, priority: "urgent" }),
  },
  "cases.assign": {
    needs: "cases.write",
    call: ({ cases }, { caseId, agentId, teamId }) => cases.assign({ caseId, assigneeId: agentId, teamId }),
  },
  "cases.handOff": {
    needs: "cases.write",
    call: ({ cases }, { caseId }) => cases.handOff({ caseId, to: "bot" }),
  },
  "cases.markSpam": { needs: "cases.write", call: ({ cases }, { caseId }) => cases.markSpam({ caseId }) },
  "cases.link": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCaseId }) =>
      cases.link({ fromId: caseId, toId: otherCaseId, kind: "related" }),
  },
  "cases.split": {
    needs: "cases.write",
    call: ({ cases }, { caseId, noteId }) => cases.split({ caseId, messageIds: [noteId] }),
  },
  "cases.solve": { needs: "cases.write", call: ({ cases }, { caseId }) => cases.solve({ caseId }) },
  "cases.merge": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCaseId }) => cases.merge({ fromId: otherCaseId, intoId: caseId }),
  },
  "cases.previewMerge": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCaseId }) => cases.previewMerge({ fromId: otherCaseId, intoId: caseId }),
  },
  "cases.removeParticipant": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCustomerId }) =>
      cases.removeParticipant({ caseId, participant: { customerId: otherCustomerId } }),
  },
  "cases.reply": {
    needs: "cases.reply",
    call: ({ cases }, { caseId, messageId }) =>
      cases.reply({ caseId, text: "Hello", seenMessageId: messageId }),
  },
  "cases.decline": {
    needs: "cases.reply",
    call: ({ cases }, { caseId }) =>
      cases.decline({ caseId, reason: "No", alternatives: [{ kind: "workaround", text: "Try this" }] }),
  },
  "cases.note": { needs: "notes.write", call: ({ cases }, { caseId }) => cases.note({ caseId, text: "Hm" }) },
  "cases.get": {
    needs: "cases.read",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.get({ caseId }),
  },
  "cases.messages": {
    needs: "cases.read",
    own: true,
    hides: true,
    call: ({ cases }, { caseId }) => cases.messages({ caseId }),
  },
  "cases.list": { needs: "cases.read", own: true, call: ({ cases }) => cases.list() },
  "cases.counts": { needs: "cases.read", call: ({ cases }) => cases.counts() },
  "cases.recount": { needs: "jobs.manage", call: ({ cases }) => cases.recount() },
  "cases.cards": { needs: "cases.read", call: ({ cases }, { caseId }) => cases.cards({ caseId }) },
  "cases.unlink": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCaseId }) =>
      cases.unlink({ fromId: caseId, toId: otherCaseId, kind: "related" }),
  },
  "cases.links": { needs: "cases.read", call: ({ cases }, { caseId }) => cases.links({ caseId }) },
  "cases.search": { needs: "cases.read", call: ({ cases }) => cases.search({ text: "Quincunx" }) },
});
