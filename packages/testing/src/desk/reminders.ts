import { reminderTopic } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { mallory } from "./harness/letter.ts";
import { monday, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const hour = 3_600_000;
const day = 24 * hour;
const remindAt = monday + day;
const text = "Call Ada";

async function fired({ support }: TestDesk) {
  const { rows } = await support.events.list({ type: "reminder.due" });
  return rows.map(({ data }) => data);
}

export function reminderTests(options: DeskSuiteOptions): void {
  describe("reminders", () => {
    test("remind their agent once, of a case or of nothing in particular, also on a screen that is open", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const { id: caseId } = await desk.hear();
        const { id: agentId, desk: own } = await desk.hire("collaborator");
        const heard: unknown[] = [];
        support.live.subscribe([reminderTopic("default", agentId)], (_topic, message) => heard.push(message));
        const first = await own.reminders.create({ caseId, text, remindAt });
        const second = await own.reminders.create({ text: "Lunch", remindAt: remindAt + hour });
        expect(first).toMatchObject({ agentId, caseId, state: "waiting", firedAt: null });
        await clock.advance(day - 1);
        await support.tick();
        expect(await fired(desk)).toEqual([]);
        await clock.advance(1);
        await support.tick();
        await support.tick();
        expect(await fired(desk)).toEqual([{ reminderId: first.id, agentId, caseId }]);
        expect(heard).toEqual([{ type: "reminder.due", reminderId: first.id, caseId }]);
        expect((await own.reminders.list()).rows.map(({ id, state }) => [id, state])).toEqual([
          [first.id, "due"],
          [second.id, "waiting"],
        ]);
        expect((await own.reminders.list({ caseId })).rows.map(({ id }) => id)).toEqual([first.id]);
        const done = await own.reminders.complete({ reminderId: first.id });
        expect(done).toMatchObject({ state: "done", doneAt: clock.now() });
        expect((await own.reminders.list()).rows.map(({ id }) => id)).toEqual([second.id]);
        expect((await own.reminders.list({ states: ["done"] })).rows.map(({ id }) => id)).toEqual([first.id]);
      }));

    test("can be put off, also when they were due or done, and what is done reminds nobody", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const { desk: own } = await desk.hire();
        const { id: reminderId } = await own.reminders.create({ text, remindAt });
        await own.reminders.update({ reminderId, remindAt: remindAt + day, text: "Write to Ada" });
        await clock.advance(day);
        await support.tick();
        expect(await fired(desk)).toEqual([]);
        await clock.advance(day);
        await support.tick();
        expect(await fired(desk)).toHaveLength(1);
        await own.reminders.update({ reminderId, remindAt: clock.now() + hour });
        await clock.advance(hour);
        await support.tick();
        expect(await fired(desk)).toHaveLength(2);
        await own.reminders.update({ reminderId, remindAt: clock.now() + hour });
        await own.reminders.complete({ reminderId });
        await clock.advance(day);
        await support.tick();
        expect(await fired(desk)).toHaveLength(2);
      }));

    test("are their agent's own: to others they are not there, but for those who manage agents", () =>
      onDesk(options, async (desk) => {
        const { id: grace, desk: own } = await desk.hire("agent", "Grace");
        const { id: ed, desk: other } = await desk.hire("agent", "Ed");
        const { desk: admin } = await desk.hire("admin", "Barbara");
        const { id: reminderId } = await own.reminders.create({ text, remindAt });
        for (const call of [
          () => other.reminders.get({ reminderId }),
          () => other.reminders.update({ reminderId, text: "x" }),
          () => other.reminders.complete({ reminderId }),
        ])
          await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
        const denied = { code: "FORBIDDEN" };
        await expect(other.reminders.list({ agentId: grace })).rejects.toMatchObject(denied);
        await expect(other.reminders.create({ agentId: grace, text, remindAt })).rejects.toMatchObject(
          denied,
        );
        await expect(own.reminders.update({ reminderId, agentId: ed })).rejects.toMatchObject(denied);
        expect((await admin.reminders.list({ agentId: grace })).rows).toHaveLength(1);
        expect(await admin.reminders.update({ reminderId, agentId: ed })).toMatchObject({ agentId: ed });
        expect(await other.reminders.get({ reminderId })).toMatchObject({ text });
        await expect(own.reminders.get({ reminderId })).rejects.toMatchObject({ code: "NOT_FOUND" });
        await expect(desk.support.reminders.create({ text, remindAt })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
      }));

    test("those of an agent who has left go to the assignee of their case when they are due", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: kept } = await desk.hear();
        const { id: nobodys } = await desk.hear({ from: mallory });
        const { id: grace, desk: own } = await desk.hire("agent", "Grace");
        const { id: ed, desk: other } = await desk.hire("agent", "Ed");
        const first = await own.reminders.create({ caseId: kept, text, remindAt });
        const second = await own.reminders.create({ caseId: nobodys, text, remindAt });
        const third = await own.reminders.create({ text, remindAt });
        await support.agents.update({ agentId: grace, active: false });
        await support.cases.assign({ caseId: kept, assigneeId: ed });
        await desk.clock.advance(day);
        await support.tick();
        const told = new Map((await fired(desk)).map(({ reminderId, agentId }) => [reminderId, agentId]));
        expect(told).toEqual(
          new Map([
            [first.id, ed],
            [second.id, null],
            [third.id, null],
          ]),
        );
        expect((await other.reminders.list()).rows.map(({ id }) => id)).toEqual([first.id]);
        await support.agents.update({ agentId: grace, active: true });
        const left = (await own.reminders.list()).rows.map(({ id, state }) => [id, state]);
        expect(left.sort()).toEqual([second.id, third.id].map((id) => [id, "due"]).sort());
      }));

    test("follow a case that is merged", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: fromId } = await desk.hear();
        const { id: intoId } = await desk.hear({ from: mallory });
        const { desk: own } = await desk.hire();
        const { id: reminderId } = await own.reminders.create({ caseId: fromId, text, remindAt });
        await support.cases.merge({ fromId, intoId });
        expect((await own.reminders.get({ reminderId })).caseId).toBe(intoId);
        await support.cases.solve({ caseId: intoId });
        await desk.clock.advance(day);
        await support.tick();
        expect(await fired(desk)).toMatchObject([{ reminderId, caseId: intoId }]);
        await expect(own.reminders.create({ caseId: fromId, text, remindAt })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("two workers remind once", () =>
      onDesk(options, async (desk) => {
        const { desk: own } = await desk.hire();
        for (let at = 0; at < 8; at++) await own.reminders.create({ text, remindAt });
        const other = await desk.another();
        await desk.clock.advance(day);
        await desk.settled(Promise.all([desk.support.tick(), other.support.tick()]));
        await desk.clock.advance(2 * 60_000);
        await desk.settled(Promise.all([desk.support.tick(), other.support.tick()]));
        const ids = (await fired(desk)).map(({ reminderId }) => reminderId);
        expect(ids).toHaveLength(8);
        expect(new Set(ids).size).toBe(8);
      }));

    test("wrong ones are refused, and their words are in no event", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: agentId, desk: own } = await desk.hire();
        for (const wrong of [
          { text, remindAt: monday },
          { text, remindAt: monday + 366 * day + 1 },
          { text: "", remindAt },
          { text: "  ", remindAt },
          { text: "x".repeat(2_001), remindAt },
        ])
          await expect(own.reminders.create(wrong)).rejects.toMatchObject({ code: "INVALID_INPUT" });
        await own.reminders.create({ text, remindAt });
        expect(JSON.stringify((await support.events.list({ limit: 200 })).rows)).not.toContain(text);
        await support.agents.update({ agentId, active: false });
        await expect(support.reminders.create({ agentId, text, remindAt })).rejects.toMatchObject({
          code: "AGENT_INACTIVE",
        });
      }));
  });
}
