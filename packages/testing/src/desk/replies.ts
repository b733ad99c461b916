import { describe, expect, test } from "vitest";
import { answering, mallory, outOfOffice } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function replyTests(options: DeskSuiteOptions): void {
  describe("replies", () => {
    test("a reply goes to the requester, on the case's channel, with code, author and references", () =>
      onDesk(options, async ({ support, hear, hire, letters }) => {
        const opened = await hear({ externalId: "<question@example.com>" });
        const { desk: grace } = await hire();
        await grace.cases.reply({ caseId: opened.id, text: "It is on its way." });
        await support.tick();
        expect(letters.handed.map(({ message }) => message)).toMatchObject([
          {
            to: [{ kind: "email", value: "ada@example.com" }],
            subject: "My order",
            text: "It is on its way.",
            trackingCode: opened.code,
            authorName: "Grace",
            automatic: false,
            references: ["<question@example.com>"],
          },
        ]);
      }));

    test("a person's reply opens a new case, ends the waiting and is the first reply once", () =>
      onDesk(options, async ({ support, hear, hire, clock }) => {
        const opened = await hear();
        const { desk: grace } = await hire();
        await clock.advance(60_000);
        const firstAt = clock.now();
        await grace.cases.reply({ caseId: opened.id, text: "one" });
        await clock.advance(60_000);
        await grace.cases.reply({ caseId: opened.id, text: "two" });
        expect(await support.cases.get({ caseId: opened.id })).toMatchObject({
          status: "open",
          waitingSince: null,
          firstRepliedAt: firstAt,
          lastAgentMessageAt: clock.now(),
        });
      }));

    test("a bot's reply is no first reply and leaves the customer waiting", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear();
        await support
          .as({ kind: "bot", id: "helper" })
          .cases.reply({ caseId: opened.id, text: "Have you tried this?" });
        expect(await support.cases.get({ caseId: opened.id })).toMatchObject({
          status: "new",
          firstRepliedAt: null,
          waitingSince: opened.waitingSince,
        });
      }));

    test("the waiting is counted from the oldest unanswered message; repeating it moves nothing", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        const opened = await hear();
        await clock.advance(60_000);
        await hear({ subject: opened.code });
        expect(await support.cases.get({ caseId: opened.id })).toMatchObject({
          waitingSince: opened.openedAt,
          lastCustomerMessageAt: clock.now(),
        });
        await support.cases.reply({ caseId: opened.id, text: "Here." });
        await clock.advance(60_000);
        await hear({ subject: opened.code });
        expect((await support.cases.get({ caseId: opened.id })).waitingSince).toBe(clock.now());
      }));

    test("a reply may set the status in the same commit", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear();
        await support.cases.reply({ caseId: opened.id, text: "Which size?", status: "pending" });
        expect((await support.cases.get({ caseId: opened.id })).category).toBe("pending");
      }));

    test("a reply over a newer message of the customer asks first", () =>
      onDesk(options, async ({ support, hear, clock, letters }) => {
        const opened = await hear();
        const [first] = (await support.cases.messages({ caseId: opened.id })).rows;
        await clock.advance(1_000);
        await hear({ subject: opened.code, text: "Never mind" });
        const reply = { caseId: opened.id, text: "On its way", seenMessageId: first?.id ?? "" };
        await expect(support.cases.reply(reply)).rejects.toMatchObject({ code: "NEWER_CUSTOMER_MESSAGE" });
        await support.tick();
        expect(letters.handed).toEqual([]);
        const [, second] = (await support.cases.messages({ caseId: opened.id })).rows;
        await support.cases.reply({ ...reply, seenMessageId: second?.id ?? "" });
      }));

    test("also a newer message of the same millisecond asks first", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear();
        const [first] = (await support.cases.messages({ caseId: opened.id })).rows;
        await hear({ subject: opened.code, text: "Never mind" });
        const { rows } = await support.cases.messages({ caseId: opened.id });
        expect(rows.map(({ text }) => text)).toEqual(["Where is my order?", "Never mind"]);
        const reply = { caseId: opened.id, text: "On its way" };
        await expect(support.cases.reply({ ...reply, seenMessageId: first?.id ?? "" })).rejects.toMatchObject(
          { code: "NEWER_CUSTOMER_MESSAGE" },
        );
        await support.cases.reply({ ...reply, seenMessageId: rows.at(-1)?.id ?? "" });
      }));

    test("a message that comes in while the reply is written also asks first", () =>
      onDesk(options, async ({ support, hear, clock, settled }) => {
        const opened = await hear();
        const [seen] = (await support.cases.messages({ caseId: opened.id })).rows;
        await clock.advance(1_000);
        const [replied] = await settled(
          Promise.allSettled([
            support.cases.reply({ caseId: opened.id, text: "x", seenMessageId: seen?.id ?? "" }),
            hear({ subject: opened.code, text: "Never mind" }),
          ]),
        );
        const { rows } = await support.cases.messages({ caseId: opened.id });
        const order = rows.map(({ direction }) => direction).join();
        if (replied.status === "rejected") expect(order).toBe("in,in");
        else expect((await support.cases.get({ caseId: opened.id })).waitingSince).toBe(rows.at(-1)?.at);
      }));

    test("an out-of-office is no newer message", () =>
      onDesk(options, async ({ support, receive, hear, clock }) => {
        const opened = await hear({ externalId: "<q@example.com>" });
        const [seen] = (await support.cases.messages({ caseId: opened.id })).rows;
        await clock.advance(1_000);
        await receive([outOfOffice(answering("<q@example.com>"))]);
        await support.cases.reply({ caseId: opened.id, text: "x", seenMessageId: seen?.id ?? "" });
      }));

    test("a reply to a message of another case is refused", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear();
        const other = await hear({ from: mallory });
        const [seen] = (await support.cases.messages({ caseId: other.id })).rows;
        await expect(
          support.cases.reply({ caseId: opened.id, text: "x", seenMessageId: seen?.id ?? "" }),
        ).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("what an agent opens begins with the agent's message, and counts as no first reply", () =>
      onDesk(options, async ({ support, hear, hire, letters }) => {
        const { customerId } = await hear();
        const { desk: grace } = await hire();
        const opened = await grace.cases.open({
          customerId,
          subject: "Your delivery is late",
          message: { text: "It will come tomorrow." },
        });
        expect(opened).toMatchObject({ openedBy: "agent", firstRepliedAt: null, waitingSince: null });
        await support.tick();
        expect(letters.handed.at(-1)?.message).toMatchObject({ text: "It will come tomorrow." });
      }));
  });
}
