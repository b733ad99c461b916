import { rawOf } from "../scriptedChannel.ts";
import { table } from "./command.ts";

/** Calls about what comes in, goes out and is to be done. */
export const operationCommands = table({
  "delivery.receipt": {
    needs: "cases.read",
    cases: "named",
    call: ({ delivery }, { messageId }) => delivery.receipt({ messageId }),
  },
  "delivery.retry": {
    needs: "cases.reply",
    cases: "named",
    call: ({ delivery }, { failedId }) => delivery.retry({ messageId: failedId }),
  },
  "suppressions.list": {
    needs: "intake.manage",
    cases: "none",
    call: ({ suppressions }) => suppressions.list(),
  },
  "suppressions.get": {
    needs: "intake.manage",
    cases: "none",
    call: ({ suppressions }, { suppressionId }) => suppressions.get({ suppressionId }),
  },
  "suppressions.create": {
    needs: "intake.manage",
    cases: "none",
    call: ({ suppressions }) =>
      suppressions.create({ kind: "email", value: "no@shop.example", reason: "asked for it" }),
  },
  "suppressions.update": {
    needs: "intake.manage",
    cases: "none",
    call: ({ suppressions }, { suppressionId }) =>
      suppressions.update({ suppressionId, reason: "asked for it twice" }),
  },
  "suppressions.remove": {
    needs: "intake.manage",
    cases: "none",
    call: ({ suppressions }, { suppressionId }) => suppressions.remove({ suppressionId }),
  },
  "intake.listKept": { needs: "intake.manage", call: ({ intake }) => intake.listKept() },
  "intake.getKept": {
    needs: "intake.manage",
    call: ({ intake }, { inboundId }) => intake.getKept({ inboundId }),
  },
  "intake.discard": {
    needs: "intake.manage",
    call: ({ intake }, { inboundId }) => intake.discard({ inboundId }),
  },
  "intake.replay": {
    needs: "intake.manage",
    call: ({ intake }, { inboundId }) => intake.replay({ inboundId }),
  },
  "intake.openRaw": {
    needs: "intake.manage",
    call: ({ intake }, { inboundId }) => intake.openRaw({ inboundId }),
  },
  "intake.openAttachment": {
    needs: "cases.read",
    cases: "named",
    hides: true,
    call: ({ intake }, { noteId }) => intake.openAttachment({ messageId: noteId, index: 0 }),
  },
  "events.list": {
    needs: "events.read",
    cases: "narrowed",
    call: ({ events }, { caseId }) => events.list({ caseId }),
  },
  "events.follow": { needs: "events.read", call: ({ events }) => events.follow() },
  "audit.head": { needs: "audit.read", call: ({ audit }) => audit.head() },
  "audit.verify": { needs: "audit.read", call: ({ audit }) => audit.verify() },
  "audit.seal": { needs: "audit.manage", call: ({ audit }) => audit.seal() },
  "audit.redact": {
    needs: "audit.manage",
    call: ({ audit }, { eventId }) => audit.redact({ eventIds: [eventId], reason: "request 1" }),
  },
  "jobs.list": { needs: "jobs.manage", call: ({ jobs }) => jobs.list() },
  "jobs.get": {
    needs: "jobs.manage",
    call: ({ jobs }, { waitingJobId }) => jobs.get({ jobId: waitingJobId }),
  },
  "jobs.cancel": {
    needs: "jobs.manage",
    call: ({ jobs }, { waitingJobId }) => jobs.cancel({ jobId: waitingJobId }),
  },
  "jobs.replay": {
    needs: "jobs.manage",
    call: ({ jobs }, { deadJobId }) => jobs.replay({ jobId: deadJobId }),
  },
  "jobs.discard": {
    needs: "jobs.manage",
    call: ({ jobs }, { deadJobId }) => jobs.discard({ jobId: deadJobId }),
  },
  "schedules.list": { needs: "jobs.manage", call: ({ schedules }) => schedules.list() },
  "walks.list": { needs: "jobs.manage", call: ({ walks }) => walks.list() },
  "walks.get": { needs: "jobs.manage", call: ({ walks }) => walks.get({ walk: "x", key: "x" }) },
  "walks.start": { needs: "jobs.manage", call: ({ walks }) => walks.start({ walk: "x", key: "x" }) },
  "walks.resume": { needs: "jobs.manage", call: ({ walks }) => walks.resume({ walk: "x", key: "x" }) },
  "walks.cancel": { needs: "jobs.manage", call: ({ walks }) => walks.cancel({ walk: "x", key: "x" }) },
  receive: { needs: "intake.manage", call: (desk) => desk.receive("letters", rawOf([], "new", 0)) },
});
