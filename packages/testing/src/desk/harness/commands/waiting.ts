import type { AnyDesk } from "../openDesk.ts";
import { table } from "./command.ts";

const later = Date.parse("2026-03-01T09:00:00Z");

/** Agents do this for themselves; the host names somebody. */
const whose = ({ actor }: AnyDesk, agentId: string) => (actor.kind === "agent" ? {} : { agentId });

/** Calls about what waits: snoozed cases, followers, drafts, reminders, time spent. */
export const waitingCommands = table({
  "cases.snooze": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.snooze({ caseId, until: later }),
  },
  "cases.unsnooze": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId }) => cases.unsnooze({ caseId }),
  },
  "cases.follow": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, agentId }) => cases.follow({ caseId, agentId }),
  },
  "cases.unfollow": {
    needs: "cases.write",
    cases: "named",
    call: ({ cases }, { caseId, agentId }) => cases.unfollow({ caseId, agentId }),
  },
  "drafts.save": {
    needs: "drafts.write",
    cases: "named",
    call: (desk, { caseId, agentId }) =>
      desk.drafts.save({ caseId, kind: "note", text: "Hm", ...whose(desk, agentId) }),
  },
  "drafts.get": {
    needs: "drafts.write",
    cases: "named",
    call: ({ drafts }, { draftId }) => drafts.get({ draftId }),
  },
  "drafts.list": {
    needs: "drafts.write",
    cases: "narrowed",
    call: (desk, { agentId }) => desk.drafts.list(whose(desk, agentId)),
  },
  "drafts.openAttachment": {
    needs: "drafts.write",
    cases: "named",
    call: ({ drafts }, { draftId }) => drafts.openAttachment({ draftId, index: 0 }),
  },
  "drafts.remove": {
    needs: "drafts.write",
    cases: "named",
    call: ({ drafts }, { draftId }) => drafts.remove({ draftId }),
  },
  "drafts.writers": {
    needs: "cases.read",
    cases: "named",
    call: ({ drafts }, { caseId }) => drafts.writers({ caseId }),
  },
  "reminders.create": {
    needs: "reminders.write",
    cases: "named",
    call: (desk, { caseId, agentId }) =>
      desk.reminders.create({ caseId, text: "Call", remindAt: later, ...whose(desk, agentId) }),
  },
  "reminders.get": {
    needs: "reminders.write",
    cases: "named",
    call: ({ reminders }, { reminderId }) => reminders.get({ reminderId }),
  },
  "reminders.list": {
    needs: "reminders.write",
    cases: "narrowed",
    call: (desk, { agentId }) => desk.reminders.list(whose(desk, agentId)),
  },
  "reminders.update": {
    needs: "reminders.write",
    cases: "named",
    call: ({ reminders }, { reminderId }) => reminders.update({ reminderId, text: "Write" }),
  },
  "reminders.complete": {
    needs: "reminders.write",
    cases: "named",
    call: ({ reminders }, { reminderId }) => reminders.complete({ reminderId }),
  },
  "timeEntries.create": {
    needs: "time.write",
    cases: "named",
    call: (desk, { caseId, agentId }) =>
      desk.timeEntries.create({ caseId, durationMs: 60_000, ...whose(desk, agentId) }),
  },
  "timeEntries.get": {
    needs: "time.read",
    cases: "named",
    call: ({ timeEntries }, { timeEntryId }) => timeEntries.get({ timeEntryId }),
  },
  "timeEntries.list": {
    needs: "time.read",
    cases: "narrowed",
    call: ({ timeEntries }) => timeEntries.list(),
  },
  "timeEntries.totals": { needs: "time.read", call: ({ timeEntries }) => timeEntries.totals() },
  "timeEntries.update": {
    needs: "agents.write",
    cases: "named",
    call: ({ timeEntries }, { timeEntryId }) => timeEntries.update({ timeEntryId, note: "More" }),
  },
  "timeEntries.archive": {
    needs: "agents.write",
    cases: "named",
    call: ({ timeEntries }, { timeEntryId }) => timeEntries.archive({ timeEntryId }),
  },
});
