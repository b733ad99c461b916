import { describe, expect, test } from "vitest";
import { faultyStorage } from "./harness/faultyStorage.ts";
import { ada } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { hour, passHour, scheduled, texts } from "./harness/scheduled.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function scheduledReplyTests(options: DeskSuiteOptions): void {
  describe("replies that are sent later", () => {
    test("wait out of everybody's sight but the desk's, and change nothing until they are sent", () =>
      onDesk(options, async (desk) => {
        const { support, storage } = desk;
        const { opened, grace, reply, sendAt, agentId } = await scheduled(desk);
        await support.tick();
        expect(reply).toMatchObject({ text: "Later", direction: "out", sendAt, deliveryState: null });
        const customer = support.as({ kind: "customer", id: opened.customerId });
        for (const seen of [support, customer])
          expect((await seen.cases.messages({ caseId: opened.id })).rows).toHaveLength(1);
        expect(await support.cases.get({ caseId: opened.id })).toEqual(opened);
        if (storage.capabilities.search)
          expect((await support.cases.search({ text: "Later" })).rows).toEqual([]);
        expect((await support.customers.timeline({ customerId: opened.customerId })).rows).toHaveLength(1);
        expect(texts(desk)).toEqual([]);
        expect((await grace.scheduledReplies.list({ caseId: opened.code })).rows).toMatchObject([
          { id: reply.id, text: "Later", sendAt, authorId: agentId, heldBecause: null },
        ]);
      }));

    test("are sent once at their time, as their author would, in one commit", () =>
      onDesk(options, async (desk) => {
        const { support, clock, letters } = desk;
        const { opened, reply, agentId } = await scheduled(desk, { status: "pending" });
        await clock.advance(hour - 1);
        await support.tick();
        expect(letters.handed).toEqual([]);
        await clock.advance(1);
        await support.tick();
        await support.tick();
        expect(letters.handed.map(({ message }) => message)).toMatchObject([
          { messageId: reply.id, text: "Later", authorName: "Grace", to: [{ value: ada.value }] },
        ]);
        expect(await support.cases.get({ caseId: opened.id })).toMatchObject({
          status: "pending",
          firstRepliedAt: clock.now(),
          lastAgentMessageAt: clock.now(),
          waitingSince: null,
        });
        const [event] = (await support.events.list({ type: "case.replied" })).rows;
        expect(event).toMatchObject({
          actor: { kind: "agent", id: agentId },
          data: { messageId: reply.id, author: "agent", human: true },
        });
        expect((await support.scheduledReplies.list()).rows).toEqual([]);
      }));

    test("of the host and of bots are sent in their names", () =>
      onDesk(options, async (desk) => {
        const { support, clock, hear } = desk;
        const { id: caseId } = await hear();
        const sendAt = clock.now() + hour;
        await support.cases.reply({ caseId, text: "of the host", sendAt });
        await support.as({ kind: "bot", id: "helper" }).cases.reply({ caseId, text: "of a bot", sendAt });
        await passHour(desk);
        const { rows } = await support.cases.messages({ caseId });
        expect(
          rows
            .slice(1)
            .map(({ authorKind }) => authorKind)
            .sort(),
        ).toEqual(["bot", "host"]);
        expect(texts(desk).sort()).toEqual(["of a bot", "of the host"]);
      }));

    test("many workers at once, and one that dies in the middle, send each of them once", () =>
      onDesk(options, async (base) => {
        const broken = faultyStorage(base.storage);
        const dying = await base.another({ storage: broken });
        const { opened } = await scheduled(base);
        for (let at = 0; at < 10; at++)
          await base.support.cases.reply({
            caseId: opened.id,
            text: `${at}`,
            sendAt: base.clock.now() + hour,
          });
        await base.clock.advance(hour);
        broken.failNext("before", (changes) => changes.some(({ table }) => table.name === "messages"));
        broken.failNext("after", (changes) => changes.some(({ table }) => table.name === "messages"));
        const others = [base, await base.another(), await base.another()];
        await base.settled(Promise.all([dying, ...others].map(({ support }) => support.tick())));
        // Whatever the dead worker held is free again after its lease.
        await base.clock.advance(hour);
        for (const { support } of others) await base.settled(support.tick());
        const sent = [dying, ...others].flatMap(texts);
        expect(sent).toHaveLength(11);
        expect(new Set(sent).size).toBe(11);
      }));

    test("are refused for a moment that is past or too far away, with an unknown status, and beyond a number", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        const { id: caseId } = await hear();
        const wrong = { code: "INVALID_INPUT" };
        const write = (values: object) => support.cases.reply({ caseId, text: "Later", ...values });
        for (const sendAt of [clock.now(), clock.now() - 1, clock.now() + 366 * 24 * hour, 0.5])
          await expect(write({ sendAt })).rejects.toMatchObject(wrong);
        const sendAt = clock.now() + hour;
        await expect(write({ sendAt, status: "nowhere" })).rejects.toMatchObject(wrong);
        await expect(write({ evenIf: ["case-closed"] })).rejects.toMatchObject(wrong);
        for (let at = 0; at < 20; at++) await write({ sendAt });
        await expect(write({ sendAt })).rejects.toMatchObject(wrong);
      }));

    test("a repetition under an idempotency key gives the same one, before it is sent and after", () =>
      onDesk(options, async (desk) => {
        const { support, hear, clock } = desk;
        const { id: caseId } = await hear();
        const write = () =>
          support.cases.reply({ caseId, text: "Later", sendAt: monday + hour }, { idempotencyKey: "1" });
        const monday = clock.now();
        const first = await write();
        expect(await write()).toEqual(first);
        await passHour(desk);
        expect(await write()).toMatchObject({ id: first.id, sendAt: null });
        expect(texts(desk)).toEqual(["Later"]);
      }));
  });
}
