import { type Case, scheduledReplies } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, answering, mallory, outOfOffice } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { hour, passHour, scheduled, texts } from "./harness/scheduled.ts";
import type { DeskSuiteOptions } from "./options.ts";

async function heldEvents({ support }: TestDesk) {
  return (await support.events.list({ type: "message.held" })).rows.map(({ data }) => data);
}

/** What may happen before a reply is sent, and why it is held then. */
const happenings: readonly (readonly [
  string,
  string,
  (desk: TestDesk, opened: Case, agentId: string) => unknown,
])[] = [
  [
    "the customer writes again",
    "newer-customer-message",
    ({ hear }) => hear({ ...answering("<question@example.com>"), text: "And when?" }),
  ],
  [
    "the customer writes again in the host's pages",
    "newer-customer-message",
    ({ support }, { id: caseId, customerId: id }) =>
      support.as({ kind: "customer", id }).cases.addCustomerMessage({ caseId, text: "And when?" }),
  ],
  [
    "the case is merged",
    "case-merged",
    async ({ support, hear }, { id: fromId }) =>
      support.cases.merge({ fromId, intoId: (await hear({ subject: "Other" })).id }),
  ],
  [
    "what it answers is split out",
    "case-split",
    async ({ support, hear }, { id: caseId }) => {
      await hear({ ...answering("<question@example.com>"), text: "And another thing" });
      const { rows } = await support.cases.messages({ caseId });
      await support.cases.split({ caseId, messageIds: [rows[0]?.id ?? ""] });
    },
  ],
  [
    "the case is closed",
    "case-closed",
    ({ support }, { id: caseId }) => support.cases.update({ caseId, status: "closed" }),
  ],
  ["the case is spam", "case-spam", ({ support }, { id: caseId }) => support.cases.markSpam({ caseId })],
  [
    "its author leaves",
    "author-inactive",
    ({ support }, _, agentId) => support.agents.update({ agentId, active: false }),
  ],
  [
    "its author may not reply any more",
    "not-permitted",
    ({ support }, _, agentId) => support.agents.update({ agentId, role: "collaborator" }),
  ],
  [
    "the customer's address is blocked",
    "suppressed",
    ({ support }) => support.suppressions.create({ kind: "email", value: ada.value, reason: "asked for it" }),
  ],
];

const waivable = new Set(["newer-customer-message", "case-merged", "case-split", "case-closed", "case-spam"]);

export function heldReplyTests(options: DeskSuiteOptions): void {
  describe("replies that are held", () => {
    test.each(happenings)("when %s: %s", (_, reason, happen) =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { opened, agentId, reply } = await scheduled(desk);
        await happen(desk, opened, agentId);
        await passHour(desk);
        expect(texts(desk)).toEqual([]);
        const row = await support.scheduledReplies.get({ replyId: reply.id });
        expect(row).toMatchObject({ heldBecause: reason, text: "Later" });
        expect(await heldEvents(desk)).toEqual([
          { caseId: row.caseId, messageId: reply.id, reason, author: "agent", authorId: agentId },
        ]);
        expect((await support.scheduledReplies.list({ held: true })).rows).toHaveLength(1);
        await passHour(desk);
        expect(texts(desk)).toEqual([]);
      }),
    );

    test.each(happenings.filter(([, reason]) => waivable.has(reason)))(
      "although %s, go out where that was said beforehand (%s)",
      (_, reason, happen) =>
        onDesk(options, async (desk) => {
          const { opened, agentId } = await scheduled(desk, { evenIf: [reason, "newer-customer-message"] });
          await happen(desk, opened, agentId);
          await passHour(desk);
          expect(texts(desk)).toEqual(["Later"]);
          expect(await heldEvents(desk)).toEqual([]);
        }),
    );

    test.each(happenings.filter(([, reason]) => waivable.has(reason)))(
      "because %s, are sent by who has seen it (%s)",
      (_, reason, happen) =>
        onDesk(options, async (desk) => {
          const { opened, agentId, grace, reply } = await scheduled(desk);
          await happen(desk, opened, agentId);
          await passHour(desk);
          const { id: replyId } = reply;
          await expect(grace.scheduledReplies.send({ replyId })).rejects.toMatchObject({
            code: reason === "newer-customer-message" ? "NEWER_CUSTOMER_MESSAGE" : "INVALID_TRANSITION",
          });
          const evenIf = [reason, "newer-customer-message"];
          await Object(grace.scheduledReplies).send({ replyId, evenIf });
          await desk.support.tick();
          expect(texts(desk)).toEqual(["Later"]);
        }),
    );

    test("by a newer message go on once that was seen", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const { opened, grace, reply } = await scheduled(desk);
        await desk.hear({ ...answering("<question@example.com>"), text: "And when?" });
        await passHour(desk);
        const newest = (await support.cases.messages({ caseId: opened.id })).rows.at(-1)?.id ?? "";
        const change = {
          replyId: reply.id,
          text: "At noon",
          seenMessageId: newest,
          sendAt: clock.now() + hour,
        };
        expect(await grace.scheduledReplies.update(change)).toMatchObject({ heldBecause: null });
        await passHour(desk);
        expect(texts(desk)).toEqual(["At noon"]);
      }));

    test("an absence note holds nothing", () =>
      onDesk(options, async (desk) => {
        await scheduled(desk);
        await desk.receive([outOfOffice(answering("<question@example.com>"))]);
        await passHour(desk);
        expect(texts(desk)).toEqual(["Later"]);
      }));

    test("when its author has left, it goes out in the name of the agent who sends it", () =>
      onDesk(options, async (desk) => {
        const { agentId, reply } = await scheduled(desk);
        await desk.support.agents.update({ agentId, active: false });
        const { id, desk: jo } = await desk.hire("agent", "Jo");
        expect(await jo.scheduledReplies.send({ replyId: reply.id })).toMatchObject({ authorId: id });
      }));

    test("when the channel is gone, it is held instead of failing over and over", () =>
      onDesk(options, async (base) => {
        await scheduled(base);
        const bare = await base.another({ channels: [] });
        await base.clock.advance(hour);
        await bare.support.tick();
        expect(await heldEvents(bare)).toMatchObject([{ reason: "channel-gone" }]);
      }));

    test("after a merge it is in the case that goes on, and answers whoever asked there", () =>
      onDesk(options, async (desk) => {
        const { opened, grace, reply } = await scheduled(desk);
        const into = await desk.hear({ from: mallory, subject: "The same" });
        await desk.support.cases.merge({ fromId: opened.id, intoId: into.id });
        expect((await grace.scheduledReplies.list({ caseId: into.id })).rows).toMatchObject([
          { id: reply.id },
        ]);
        const sent = await grace.scheduledReplies.send({ replyId: reply.id, evenIf: ["case-merged"] });
        expect(sent.caseId).toBe(into.id);
      }));

    test("when fields that are required for solving are empty, it is held until they are filled in", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { reply, opened, grace } = await scheduled(desk, { status: "solved" });
        await support.fields.create({ key: "cause", label: "Cause", type: "text", required: "solve" });
        await passHour(desk);
        expect(await heldEvents(desk)).toMatchObject([{ reason: "fields-missing" }]);
        const send = () => grace.scheduledReplies.send({ replyId: reply.id });
        await expect(send()).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
        expect(texts(desk)).toEqual([]);
        await support.cases.update({ caseId: opened.id, fields: Object({ cause: "Rain" }) });
        await send();
        await support.tick();
        expect(texts(desk)).toEqual(["Later"]);
        expect((await support.cases.get({ caseId: opened.id })).status).toBe("solved");
      }));

    test("one that was scheduled at the moment of a merge is held in the case that goes on", () =>
      onDesk(options, async (desk) => {
        const { support, storage } = desk;
        const { opened, reply } = await scheduled(desk);
        const into = await desk.hear({ from: mallory, subject: "The same" });
        await support.cases.merge({ fromId: opened.id, intoId: into.id });
        // As the other of two concurrent commits leaves it.
        const [row] = await storage.find(scheduledReplies, { limit: 1 });
        if (row === undefined) throw new Error("The reply is gone.");
        const { tenantId, id, ...rest } = row;
        const set = {
          ...rest,
          caseId: opened.id,
          heldBecause: null,
          dueAt: row.sendAt,
          version: row.version + 1,
        };
        await storage.commit([{ kind: "update", table: scheduledReplies, key: { tenantId, id }, set }]);
        await passHour(desk);
        expect(texts(desk)).toEqual([]);
        expect((await support.scheduledReplies.list({ caseId: into.id })).rows).toMatchObject([
          { id: reply.id, heldBecause: "case-merged" },
        ]);
      }));
  });
}
