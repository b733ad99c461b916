import type { Permission } from "@heedkit/core";
import type { Furniture } from "./furnish.ts";
import type { AnyDesk } from "./openDesk.ts";
import { rawOf } from "./scriptedChannel.ts";

/** A call of the desk's interface, and what it asks of its caller. */
export interface Command {
  readonly needs: Permission;
  /** Customers may do it with their own cases. */
  readonly own?: true;
  call(desk: AnyDesk, ids: Furniture): Promise<unknown>;
}

/** Every call that a desk has, by its path. A test fails when one is missing here. */
export const commands: Readonly<Record<string, Command>> = {
  "customers.create": {
    needs: "customers.write",
    call: ({ customers }) => customers.create({ name: "New" }),
  },
  "customers.update": {
    needs: "customers.write",
    call: ({ customers }, { customerId, companyId }) =>
      customers.update({ customerId, companyId, name: "Other" }),
  },
  "customers.attachIdentity": {
    needs: "customers.write",
    call: ({ customers }, { customerId }) =>
      customers.attachIdentity({ customerId, kind: "phone", value: "+4317" }),
  },
  "customers.merge": {
    needs: "customers.write",
    call: ({ customers }, { customerId, otherCustomerId }) =>
      customers.merge({ fromId: otherCustomerId, intoId: customerId }),
  },
  "customers.undoMerge": {
    needs: "customers.write",
    call: ({ customers }, { mergeId }) => customers.undoMerge(mergeId),
  },
  "customers.recordActivity": {
    needs: "customers.write",
    call: ({ customers }, { customerId }) => customers.recordActivity({ customerId, type: "purchase" }),
  },
  "customers.createCompany": {
    needs: "customers.write",
    call: ({ customers }) => customers.createCompany({ name: "New" }),
  },
  "customers.get": {
    needs: "customers.read",
    call: ({ customers }, { customerId }) => customers.get(customerId),
  },
  "customers.findByIdentity": {
    needs: "customers.read",
    call: ({ customers }) => customers.findByIdentity({ kind: "email", value: "ada@example.com" }),
  },
  "customers.timeline": {
    needs: "customers.read",
    call: ({ customers }, { customerId }) => customers.timeline({ customerId }),
  },
  "customers.context": {
    needs: "customers.read",
    call: ({ customers }, { customerId }) => customers.context(customerId),
  },
  "agents.create": {
    needs: "agents.write",
    call: ({ agents }, { teamId }) => agents.create({ name: "New", teamIds: [teamId] }),
  },
  "agents.update": {
    needs: "agents.write",
    call: ({ agents }, { agentId }) => agents.update({ agentId, role: "admin" }),
  },
  "agents.setPresence": {
    needs: "agents.write",
    call: ({ agents }, { agentId }) => agents.setPresence(agentId, "away"),
  },
  "agents.createTeam": { needs: "agents.write", call: ({ agents }) => agents.createTeam({ name: "New" }) },
  "agents.get": { needs: "agents.read", call: ({ agents }, { agentId }) => agents.get(agentId) },
  "agents.list": { needs: "agents.read", call: ({ agents }) => agents.list() },
  "agents.listTeams": { needs: "agents.read", call: ({ agents }) => agents.listTeams() },
  "cases.open": {
    needs: "cases.write",
    own: true,
    call: ({ cases }, { customerId }) => cases.open({ customerId, subject: "New" }),
  },
  "cases.addCustomerMessage": {
    needs: "cases.write",
    own: true,
    call: ({ cases }, { caseId }) => cases.addCustomerMessage({ caseId, text: "More" }),
  },
  "cases.followUp": {
    needs: "cases.write",
    own: true,
    call: ({ cases }, { caseId }) => cases.followUp({ caseId }),
  },
  "cases.update": {
    needs: "cases.write",
    call: ({ cases }, { caseId }) => cases.update({ caseId, priority: "urgent" }),
  },
  "cases.assign": {
    needs: "cases.write",
    call: ({ cases }, { caseId, agentId, teamId }) => cases.assign(caseId, { assigneeId: agentId, teamId }),
  },
  "cases.handOff": { needs: "cases.write", call: ({ cases }, { caseId }) => cases.handOff(caseId, "bot") },
  "cases.markSpam": { needs: "cases.write", call: ({ cases }, { caseId }) => cases.markSpam(caseId) },
  "cases.link": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCaseId }) =>
      cases.link({ fromId: caseId, toId: otherCaseId, kind: "related" }),
  },
  "cases.split": {
    needs: "cases.write",
    call: ({ cases }, { caseId, noteId }) => cases.split({ caseId, messageIds: [noteId] }),
  },
  "cases.solve": { needs: "cases.write", call: ({ cases }, { caseId }) => cases.solve(caseId) },
  "cases.merge": {
    needs: "cases.write",
    call: ({ cases }, { caseId, otherCaseId }) => cases.merge({ fromId: otherCaseId, intoId: caseId }),
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
  "cases.get": { needs: "cases.read", own: true, call: ({ cases }, { caseId }) => cases.get(caseId) },
  "cases.messages": {
    needs: "cases.read",
    own: true,
    call: ({ cases }, { caseId }) => cases.messages({ caseId }),
  },
  "cases.list": { needs: "cases.read", own: true, call: ({ cases }) => cases.list() },
  "cases.links": { needs: "cases.read", call: ({ cases }, { caseId }) => cases.links(caseId) },
  "cases.search": { needs: "cases.read", call: ({ cases }) => cases.search({ text: "Quincunx" }) },
  "delivery.receipt": {
    needs: "cases.read",
    call: ({ delivery }, { messageId }) => delivery.receipt(messageId),
  },
  "delivery.retry": { needs: "cases.reply", call: ({ delivery }, { failedId }) => delivery.retry(failedId) },
  "delivery.suppressions.list": {
    needs: "intake.manage",
    call: ({ delivery }) => delivery.suppressions.list(),
  },
  "delivery.suppressions.lift": {
    needs: "intake.manage",
    call: ({ delivery }, { suppressionId }) => delivery.suppressions.lift(suppressionId),
  },
  "intake.listKept": { needs: "intake.manage", call: ({ intake }) => intake.listKept() },
  "intake.replay": { needs: "intake.manage", call: ({ intake }, { inboundId }) => intake.replay(inboundId) },
  "intake.openRaw": {
    needs: "intake.manage",
    call: ({ intake }, { inboundId }) => intake.openRaw(inboundId),
  },
  "intake.openAttachment": {
    needs: "cases.read",
    call: ({ intake }, { noteId }) => intake.openAttachment(noteId, 0),
  },
  "events.list": { needs: "events.read", call: ({ events }, { caseId }) => events.list({ caseId }) },
  "jobs.listDeadLetters": { needs: "jobs.manage", call: ({ jobs }) => jobs.listDeadLetters() },
  "jobs.replay": { needs: "jobs.manage", call: ({ jobs }, { deadJobId }) => jobs.replay(deadJobId) },
  "jobs.discard": { needs: "jobs.manage", call: ({ jobs }, { deadJobId }) => jobs.discard(deadJobId) },
  receive: { needs: "intake.manage", call: (desk) => desk.receive("letters", rawOf([], "new", 0)) },
};

/** Paths of all calls that an interface has. */
export function pathsOf(part: object, path: readonly string[] = []): readonly string[] {
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value === "function") return [[...path, name].join(".")];
    return typeof value === "object" && value !== null ? pathsOf(value, [...path, name]) : [];
  });
}
