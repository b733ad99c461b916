import type { Furniture } from "../harness/furnish.ts";
import type { AnyDesk } from "../harness/openDesk.ts";

/**
 * Removes everything that a desk was furnished with, as far as possible: merges, archives, cancels, redacts it. The agent
 * stays, because they may be the caller. Resolves to the ids, where that of a colleague who left stands for the agent's.
 */
export async function removeAll(desk: AnyDesk, ids: Furniture): Promise<Furniture> {
  const { id: agentId } = await desk.agents.create({ name: "Gone" });
  await desk.agents.update({ agentId, active: false });
  await desk.drafts.remove({ draftId: ids.draftId });
  await desk.reminders.complete({ reminderId: ids.reminderId });
  await desk.timeEntries.archive({ timeEntryId: ids.timeEntryId });
  await desk.scheduledReplies.cancel({ replyId: ids.replyId });
  await desk.jobs.cancel({ jobId: ids.waitingJobId });
  await desk.jobs.discard({ jobId: ids.deadJobId });
  const participant = { customerId: ids.participantId };
  await desk.cases.removeParticipant({ caseId: ids.caseId, participant });
  await desk.cases.merge({ fromId: ids.caseId, intoId: ids.otherCaseId });
  const { id: survivor } = await desk.customers.create({ name: "Survivor" });
  await desk.customers.merge({ fromId: ids.customerId, intoId: survivor });
  await desk.customers.undoMerge({ mergeId: ids.mergeId });
  await desk.suppressions.remove({ suppressionId: ids.suppressionId });
  await desk.audit.redact({ eventIds: [ids.eventId], reason: "request" });
  await desk.macros.archive({ macroId: ids.macroId });
  await desk.intake.discard({ inboundId: ids.inboundId });
  await desk.templates.remove({ key: ids.templateKey, locale: "en" });
  await desk.policies.remove({ policyId: ids.policyId });
  await desk.calendars.remove({ name: "hours" });
  await desk.companies.archive({ companyId: ids.companyId });
  await desk.teams.archive({ teamId: ids.teamId });
  await desk.brands.archive({ brandId: ids.brandId });
  await desk.statuses.archive({ key: ids.statusKey });
  await desk.fields.archive({ key: ids.fieldKey });
  await desk.roles.archive({ key: ids.roleKey });
  return { ...ids, agentId };
}
