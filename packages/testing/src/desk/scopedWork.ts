import { drafts, type Scope } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const missing = { code: "NOT_FOUND" };
const denied = { code: "FORBIDDEN" };
const first = "<first@example.com>";

const everywhere = {
  "cases.read": "own",
  "cases.write": "own",
  "cases.reply": "own",
  "notes.write": "own",
  "drafts.write": "own",
  "reminders.write": "own",
  "time.read": "own",
  "time.write": "own",
} as const;

/** An agent whose permissions cover their own cases, a case of theirs, and one of somebody else. */
async function working(desk: TestDesk, permissions: Readonly<Record<string, Scope>> = everywhere) {
  const { support, hire, hear } = desk;
  await support.roles.create({ key: "worker", label: "Worker", permissions });
  const { id: agentId, desk: grace } = await hire("worker", "Grace");
  const mine = await hear({ externalId: first });
  await support.cases.assign({ caseId: mine.id, assigneeId: agentId });
  const theirs = await hear({ from: mallory, text: "Theirs", externalId: "<2@example.com>" });
  return { agentId, grace, mine: mine.id, theirs: theirs.id };
}

/** Work that agents keep about cases: only cases that their role covers. */
export function scopedWorkTests(options: DeskSuiteOptions): void {
  describe("work of agents whose role covers some cases", () => {
    test("drafts are written in, read of and listed for cases that they reach", () =>
      onDesk(options, async (desk) => {
        const { grace, agentId, mine, theirs } = await working(desk);
        const kind = "reply" as const;
        const file = { name: "a.txt", mediaType: "text/plain", bytes: new Uint8Array([1]) };
        const draft = await grace.drafts.save({ caseId: mine, kind, text: "Hm", addAttachments: [file] });
        const draftId = draft.id;
        await expect(grace.drafts.save({ caseId: theirs, kind, text: "Hm" })).rejects.toMatchObject(missing);
        await expect(grace.drafts.writers({ caseId: theirs })).rejects.toMatchObject(missing);
        expect((await grace.drafts.list()).rows).toHaveLength(1);
        expect(await grace.drafts.openAttachment({ draftId, index: 0 })).toEqual(new Uint8Array([1]));
        // What goes to somebody else takes the words of the draft along, but they are out of reach.
        await desk.support.cases.assign({ caseId: mine, assigneeId: null });
        await expect(grace.drafts.get({ draftId })).rejects.toMatchObject(missing);
        await expect(grace.drafts.openAttachment({ draftId, index: 0 })).rejects.toMatchObject(missing);
        await expect(grace.drafts.remove({ draftId })).rejects.toMatchObject(missing);
        expect((await grace.drafts.list()).rows).toEqual([]);
        expect(
          await desk.storage.get(drafts, [{ tenantId: desk.support.tenantId, id: draftId }]),
        ).toMatchObject([{ agentId }]);
      }));

    test("a draft takes the permission to send it in that very case", () =>
      onDesk(options, async (desk) => {
        const { grace, theirs } = await working(desk, {
          ...everywhere,
          "cases.read": "tenant",
          "drafts.write": "tenant",
        });
        for (const kind of ["reply", "note"] as const)
          await expect(grace.drafts.save({ caseId: theirs, kind, text: "Hm" })).rejects.toMatchObject(denied);
      }));

    test("reminders are of cases that they reach, or of none", () =>
      onDesk(options, async (desk) => {
        const { grace, mine, theirs } = await working(desk);
        const remindAt = desk.clock.now() + 3_600_000;
        const set = { text: "Call", remindAt };
        const { id: reminderId } = await grace.reminders.create({ ...set, caseId: mine });
        await grace.reminders.create(set);
        await expect(grace.reminders.create({ ...set, caseId: theirs })).rejects.toMatchObject(missing);
        const moved = grace.reminders.update({ reminderId, caseId: theirs });
        await expect(moved).rejects.toMatchObject(missing);
        expect((await grace.reminders.list()).rows).toHaveLength(2);
        await desk.support.cases.assign({ caseId: mine, assigneeId: null });
        expect((await grace.reminders.list()).rows.map(({ caseId }) => caseId)).toEqual([null]);
        for (const call of [grace.reminders.get, grace.reminders.complete])
          await expect(call({ reminderId })).rejects.toMatchObject(missing);
      }));

    test("time is spent on, read of and moved between cases that they reach; totals are for all cases", () =>
      onDesk(options, async (desk) => {
        const { grace, mine, theirs } = await working(desk);
        const durationMs = 60_000;
        const { id: timeEntryId } = await grace.timeEntries.create({ caseId: mine, durationMs });
        const other = await desk.support.timeEntries.create({
          caseId: theirs,
          durationMs,
          agentId: (await desk.hire("agent", "Ed")).id,
        });
        await expect(grace.timeEntries.create({ caseId: theirs, durationMs })).rejects.toMatchObject(missing);
        const move = grace.timeEntries.update({ timeEntryId, caseId: theirs });
        await expect(move).rejects.toMatchObject(missing);
        await expect(grace.timeEntries.get({ timeEntryId: other.id })).rejects.toMatchObject(missing);
        expect((await grace.timeEntries.list()).rows.map(({ id }) => id)).toEqual([timeEntryId]);
        await expect(grace.timeEntries.totals()).rejects.toMatchObject(denied);
      }));

    test("replies that are sent later are listed of cases that they reach", () =>
      onDesk(options, async (desk) => {
        const { grace, mine, theirs } = await working(desk);
        const sendAt = desk.clock.now() + 3_600_000;
        for (const caseId of [mine, theirs])
          await desk.support.cases.reply({ caseId, text: "Later", sendAt });
        expect((await grace.scheduledReplies.list()).rows.map(({ caseId }) => caseId)).toEqual([mine]);
        await expect(grace.scheduledReplies.list({ caseId: theirs })).rejects.toMatchObject(missing);
      }));

    test("nobody widens their own reach by following a case", () =>
      onDesk(options, async (desk) => {
        const { grace, agentId, mine, theirs } = await working(desk);
        for (const caseId of [theirs, "HK-NONE"])
          await expect(grace.cases.follow({ caseId, agentId })).rejects.toMatchObject({
            ...missing,
            message: `There is no case ${caseId}.`,
          });
        await grace.cases.follow({ caseId: mine, agentId });
        await expect(grace.cases.get({ caseId: theirs })).rejects.toMatchObject(missing);
      }));

    test("following does not turn reading into more", () =>
      onDesk(options, async (desk) => {
        const permissions = { "cases.read": "tenant", "notes.read": "own", "cases.reply": "own" } as const;
        const { grace, agentId, mine, theirs } = await working(desk, permissions);
        await expect(grace.cases.follow({ caseId: theirs, agentId })).rejects.toMatchObject(denied);
        await grace.cases.follow({ caseId: mine, agentId });
      }));

    test("a repeated call shows nothing that went out of reach since", () =>
      onDesk(options, async (desk) => {
        const { grace, agentId } = await working(desk);
        const { id: customerId } = await desk.support.customers.create({ name: "Bo" });
        const open = () =>
          grace.cases.open({ customerId, subject: "Mine", assigneeId: agentId }, { idempotencyKey: "k" });
        const { id: caseId } = await open();
        expect((await open()).id).toBe(caseId);
        await desk.support.cases.assign({ caseId, assigneeId: null });
        await expect(open()).rejects.toMatchObject(missing);
        expect((await desk.support.cases.list({ customerId })).rows).toHaveLength(1);
      }));

    test("a reply of an agent out of whose reach the case went is held", () =>
      onDesk(options, async (desk) => {
        const { support, clock, letters } = desk;
        const { grace, mine } = await working(desk);
        const sendAt = clock.now() + 3_600_000;
        await grace.cases.reply({ caseId: mine, text: "Later", sendAt });
        await support.cases.assign({ caseId: mine, assigneeId: null });
        await clock.advance(3_600_000);
        await support.tick();
        expect((await support.scheduledReplies.list({ held: true })).rows).toMatchObject([
          { heldBecause: "not-permitted" },
        ]);
        expect(letters.handed).toEqual([]);
      }));
  });
}
