import { caseSnoozes, type SupportOptions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, mallory, outOfOffice } from "./harness/letter.ts";
import { monday, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const hour = 3_600_000;
const day = 24 * hour;
const until = monday + 2 * day;

async function listed({ support }: TestDesk, query: Parameters<TestDesk["support"]["cases"]["list"]>[0]) {
  return (await support.cases.list(query)).rows.map(({ id }) => id);
}

async function wakings({ support }: TestDesk, caseId: string) {
  const { rows } = await support.events.list({ caseId, type: "case.woken" });
  return rows.map(({ data }) => data.because);
}

/** A case of Ada's that sleeps until Wednesday. */
async function asleep(desk: TestDesk, externalId = "<first@example.com>") {
  const { id } = await desk.hear({ externalId });
  return desk.support.cases.snooze({ caseId: id, until });
}

const promised: Partial<SupportOptions> = {
  sla: { policies: [{ id: "all", default: true, targets: [{ metric: "first_reply", within: "4h" }] }] },
};

/** What ends a snooze before its time, and the cause that the event gives. */
const causes: readonly (readonly [string, string, (desk: TestDesk, caseId: string) => Promise<unknown>])[] = [
  [
    "its customer writes",
    "customer",
    ({ hear }) => hear({ ...answering("<first@example.com>"), text: "Any news?" }),
  ],
  ["somebody says so", "agent", ({ support }, caseId) => support.cases.unsnooze({ caseId })],
  [
    "it is given to an agent",
    "assigned",
    async ({ support, hire }, caseId) =>
      support.cases.assign({ caseId, assigneeId: (await hire("agent", "Edsger")).id }),
  ],
  [
    "it is given to a team",
    "assigned",
    async ({ support }, caseId) =>
      support.cases.assign({ caseId, teamId: (await support.teams.create({ name: "Returns" })).id }),
  ],
  [
    "a bot hands it to people",
    "handedOff",
    async ({ support }, caseId) => {
      await support.cases.handOff({ caseId, to: "bot" });
      await support.cases.handOff({ caseId, to: "human" });
    },
  ],
  ["it is solved", "solved", ({ support }, caseId) => support.cases.solve({ caseId })],
  ["it is closed", "closed", ({ support }, caseId) => support.cases.update({ caseId, status: "closed" })],
  ["it is spam", "spam", ({ support }, caseId) => support.cases.markSpam({ caseId })],
  [
    "it is merged into another",
    "merged",
    async ({ support, hear }, fromId) =>
      support.cases.merge({ fromId, intoId: (await hear({ from: mallory })).id }),
  ],
  [
    "somebody who waits is merged into it",
    "merged",
    async ({ support, hear }, intoId) =>
      support.cases.merge({ fromId: (await hear({ from: mallory })).id, intoId }),
  ],
];

/** What happens in a snoozed case without waking it. */
const quiet: readonly (readonly [string, (desk: TestDesk, caseId: string) => Promise<unknown>])[] = [
  ["an absence note", ({ hear }) => hear(outOfOffice(answering("<first@example.com>")))],
  ["a reply", ({ support }, caseId) => support.cases.reply({ caseId, text: "We'll see on Wednesday." })],
  ["a note", ({ support }, caseId) => support.cases.note({ caseId, text: "Waiting for the carrier." })],
  ["another status", ({ support }, caseId) => support.cases.update({ caseId, status: "on_hold" })],
  ["another priority", ({ support }, caseId) => support.cases.update({ caseId, priority: "low" })],
  ["a bot", ({ support }, caseId) => support.cases.handOff({ caseId, to: "bot" })],
  [
    "a merge of a case in which nobody waits",
    async ({ support, hear }, intoId) => {
      const { id: fromId } = await hear({ from: mallory });
      await support.cases.reply({ caseId: fromId, text: "Done." });
      await support.cases.merge({ fromId, intoId });
    },
  ],
];

export function snoozeTests(options: DeskSuiteOptions): void {
  describe("snoozed cases", () => {
    test("leave queues and badges, and come back once when their moment comes", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const { id: assigneeId } = await desk.hire();
        const { id: caseId } = await desk.hear();
        await support.cases.assign({ caseId, assigneeId });
        const snoozed = await support.cases.snooze({ caseId, until });
        expect(snoozed.snoozedUntil).toBe(until);
        expect(await listed(desk, {})).toEqual([]);
        expect(await listed(desk, { assigneeId, order: "updated" })).toEqual([]);
        expect(await listed(desk, { order: "updated" })).toEqual([]);
        expect(await listed(desk, { snoozed: true })).toEqual([caseId]);
        expect(await listed(desk, { snoozed: "any", assigneeId })).toEqual([caseId]);
        expect(await listed(desk, { order: "waking" })).toEqual([caseId]);
        const asleepCounts = { open: 0, unassigned: 0, snoozed: 1, byAssignee: {} };
        const own = { snoozedByAssignee: { [assigneeId]: 1 }, byStatus: {} };
        expect(await support.cases.counts()).toMatchObject({ ...asleepCounts, ...own });
        await clock.advance(2 * day - 1_000);
        await support.tick();
        expect(await listed(desk, {})).toEqual([]);
        await clock.advance(1_000);
        await support.tick();
        await support.tick();
        expect(await listed(desk, {})).toEqual([caseId]);
        expect((await support.cases.get({ caseId })).snoozedUntil).toBeNull();
        expect(await wakings(desk, caseId)).toEqual(["due"]);
        expect(await support.cases.counts()).toMatchObject({ open: 1, snoozed: 0, snoozedByAssignee: {} });
        expect(await desk.storage.count(caseSnoozes)).toBe(0);
      }));

    test.each(causes)("wake at once when %s", (_what, because, happen) =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await asleep(desk);
        await happen(desk, caseId);
        expect((await desk.support.cases.get({ caseId })).snoozedUntil).toBeNull();
        expect(await wakings(desk, caseId)).toEqual([because]);
        await desk.clock.advance(3 * day);
        await desk.support.tick();
        expect(await wakings(desk, caseId)).toEqual([because]);
        expect(await desk.storage.count(caseSnoozes)).toBe(0);
      }),
    );

    test.each(quiet)("sleep on through %s", (_what, happen) =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await asleep(desk);
        await happen(desk, caseId);
        expect((await desk.support.cases.get({ caseId })).snoozedUntil).toBe(until);
        await desk.clock.advance(2 * day);
        await desk.support.tick();
        expect(await wakings(desk, caseId)).toEqual(["due"]);
      }),
    );

    test("two that are merged sleep until the earlier moment", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: intoId } = await asleep(desk);
        const { id: fromId } = await desk.hear({ from: mallory });
        await support.cases.snooze({ caseId: fromId, until: until - day });
        const merged = await support.cases.merge({ fromId, intoId });
        expect(merged.snoozedUntil).toBe(until - day);
        await desk.clock.advance(day);
        await support.tick();
        expect(await wakings(desk, intoId)).toEqual(["due"]);
      }));

    test("a case that is split out of one is awake, and that one sleeps on", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId } = await asleep(desk);
        const note = await support.cases.note({ caseId, text: "Another matter" });
        const split = await support.cases.split({ caseId, messageIds: [note.id] });
        expect(split.snoozedUntil).toBeNull();
        expect((await support.cases.get({ caseId })).snoozedUntil).toBe(until);
        expect(await listed(desk, {})).toEqual([split.id]);
      }));

    test("reopened ones are awake", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await asleep(desk);
        await desk.support.cases.solve({ caseId });
        await desk.hear({ ...answering("<first@example.com>"), text: "Any news?" });
        expect(await listed(desk, {})).toEqual([caseId]);
      }));

    test("can be put off again, earlier or later, and the last moment counts", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const { id: caseId } = await asleep(desk);
        await support.cases.snooze({ caseId, until: until + day });
        await support.cases.snooze({ caseId, until: until + day });
        const told = (await support.events.list({ caseId, type: "case.snoozed" })).rows;
        expect(told.map(({ data }) => data.before)).toEqual([null, until]);
        await clock.advance(2 * day);
        await support.tick();
        expect(await wakings(desk, caseId)).toEqual([]);
        await support.cases.snooze({ caseId, until: clock.now() + hour });
        await clock.advance(hour);
        await support.tick();
        expect(await wakings(desk, caseId)).toEqual(["due"]);
      }));

    test("two workers wake each of them once", () =>
      onDesk(options, async (desk) => {
        const ids: string[] = [];
        for (let at = 0; at < 8; at++) ids.push((await asleep(desk, `<case-${at}@example.com>`)).id);
        const other = await desk.another();
        await desk.clock.advance(2 * day);
        await desk.settled(Promise.all([desk.support.tick(), other.support.tick()]));
        await desk.clock.advance(2 * 60_000);
        await desk.settled(Promise.all([desk.support.tick(), other.support.tick()]));
        const { rows } = await desk.support.events.list({ type: "case.woken", limit: 200 });
        expect(rows.map(({ caseId }) => caseId).sort()).toEqual([...ids].sort());
      }));

    test("their clocks run on, and the list by deadline shows them", () =>
      onDesk(
        options,
        async (desk) => {
          const { id: caseId, nextDeadlineAt } = await asleep(desk);
          expect(nextDeadlineAt).toBe(monday + 4 * hour);
          expect(await listed(desk, { order: "deadline" })).toEqual([caseId]);
          expect(await listed(desk, { order: "deadline", snoozed: false })).toEqual([]);
          await desk.clock.advance(5 * hour);
          await desk.support.tick();
          expect((await desk.support.events.list({ caseId, type: "sla.breached" })).rows).toHaveLength(1);
          expect(await wakings(desk, caseId)).toEqual([]);
        },
        promised,
      ));

    test("are in the list of their customer, who sees nothing of the snooze", () =>
      onDesk(options, async (desk) => {
        const { id: caseId, customerId } = await asleep(desk);
        expect(await listed(desk, { customerId })).toEqual([caseId]);
        const ada = desk.support.as({ kind: "customer", id: customerId });
        const { rows } = await ada.cases.list();
        expect(rows.map(({ id }) => id)).toEqual([caseId]);
        expect(Object.keys(rows[0] ?? {})).not.toContain("snoozedUntil");
      }));

    test("a moment that has passed or is too far ahead is refused, and so are cases in no queue", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId } = await desk.hear();
        for (const wrong of [monday, monday - 1, 0, monday + 366 * day + 1])
          await expect(support.cases.snooze({ caseId, until: wrong })).rejects.toMatchObject({
            code: "INVALID_INPUT",
            message: expect.stringMatching(/^until: /),
          });
        await support.cases.snooze({ caseId, until: monday + 366 * day });
        const refused = { code: "INVALID_TRANSITION", message: expect.stringMatching(/Reopen|spam|merged/) };
        await support.cases.markSpam({ caseId });
        await expect(support.cases.snooze({ caseId, until })).rejects.toMatchObject(refused);
        const { id: other } = await desk.hear({ from: mallory });
        await support.cases.solve({ caseId: other });
        await expect(support.cases.snooze({ caseId: other, until })).rejects.toMatchObject(refused);
        await support.cases.update({ caseId: other, status: "closed" });
        await expect(support.cases.snooze({ caseId: other, until })).rejects.toMatchObject(refused);
      }));
  });
}
