import { type Blobs, blobs as blobRows, type Case } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { faultyStorage } from "./harness/faultyStorage.ts";
import { ada, answering, mallory, outOfOffice } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { deskAddress } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const hour = 3_600_000;
const picture = { name: "map.png", mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) };

const texts = ({ letters }: TestDesk) => letters.handed.map(({ message }) => message.text);

/** An agent and a case in which it has written a reply for an hour later. */
async function scheduled(desk: TestDesk, values: object = {}) {
  const opened = await desk.hear({ externalId: "<question@example.com>" });
  const { id: agentId, desk: grace } = await desk.hire();
  const sendAt = desk.clock.now() + hour;
  const reply = await grace.cases.reply({ caseId: opened.id, text: "Later", sendAt, ...values });
  return { opened, agentId, grace, reply, sendAt };
}

/** Lets the hour pass, and everything be done that is due then. */
async function passHour({ clock, support }: TestDesk): Promise<void> {
  await clock.advance(hour);
  await support.tick();
}

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

export function scheduledReplyTests(options: DeskSuiteOptions): void {
  describe("replies that are sent later", () => {
    test("wait out of everybody's sight but the desk's, and change nothing until they are sent", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { opened, grace, reply, sendAt, agentId } = await scheduled(desk);
        await support.tick();
        expect(reply).toMatchObject({ text: "Later", direction: "out", sendAt, deliveryState: null });
        const customer = support.as({ kind: "customer", id: opened.customerId });
        for (const seen of [support, customer])
          expect((await seen.cases.messages({ caseId: opened.id })).rows).toHaveLength(1);
        expect(await support.cases.get({ caseId: opened.id })).toEqual(opened);
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

  describe("undoing and changing replies that are sent later", () => {
    test("one that is cancelled in time is never sent, gives its text back and frees its files", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const { grace, opened } = await scheduled(desk);
        const sendAt = clock.now() + 10_000;
        const undone = await grace.cases.reply({
          caseId: opened.id,
          text: "Oops",
          sendAt,
          attachments: [picture],
        });
        const [source] = undone.attachments.map((file) => file.source);
        if (source?.from !== "blob") throw new Error("The file was not kept.");
        const kept = () => desk.storage.find(blobRows, { where: { field: "id", is: source.key }, limit: 1 });
        expect(await kept()).toHaveLength(1);
        expect(await grace.scheduledReplies.cancel({ replyId: undone.id })).toMatchObject({ text: "Oops" });
        expect(await kept()).toEqual([]);
        await passHour(desk);
        expect(texts(desk)).toEqual(["Later"]);
        await expect(grace.scheduledReplies.cancel({ replyId: undone.id })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
        expect((await support.events.list({ type: "message.cancelled" })).rows).toMatchObject([
          { data: { messageId: undone.id } },
        ]);
      }));

    test("in a store of the host's own, a job removes the files of a cancelled reply, and they stay where cancelling fails", () => {
      const held = new Map<string, Uint8Array>();
      const blobs: Blobs = {
        put: async (key, bytes) => void held.set(key, bytes),
        open: async (key) => held.get(key) ?? null,
        delete: async (key) => void held.delete(key),
      };
      return onDesk(
        options,
        async (base) => {
          const { reply } = await scheduled(base, { attachments: [picture] });
          const broken = faultyStorage(base.storage);
          const failing = await base.another({ storage: broken });
          broken.failNext("before");
          const refused = failing.support.scheduledReplies.cancel({ replyId: reply.id });
          await expect(refused).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
          expect(held.size).toBe(1);
          await base.support.scheduledReplies.cancel({ replyId: reply.id });
          await base.support.tick();
          expect(held.size).toBe(0);
        },
        { blobs },
      );
    });

    test("one that is changed goes out as it was changed, at its new time", () =>
      onDesk(options, async (desk) => {
        const { clock, letters, support } = desk;
        const { reply, grace, sendAt } = await scheduled(desk, {
          html: "<p>Later</p>",
          attachments: [picture],
        });
        const { id: replyId } = reply;
        const changed = await grace.scheduledReplies.update({
          replyId,
          text: "Better",
          sendAt: sendAt + hour,
          attachments: [{ ...picture, name: "plan.png" }],
          cc: [mallory],
        });
        expect(changed).toMatchObject({ text: "Better", html: null, sendAt: sendAt + hour });
        await passHour(desk);
        expect(letters.handed).toEqual([]);
        await clock.advance(hour);
        await support.tick();
        expect(letters.handed.map(({ message }) => message)).toMatchObject([
          { text: "Better", cc: [{ value: mallory.value }], attachments: [{ name: "plan.png" }] },
        ]);
        const file = await support.intake.openAttachment({ messageId: replyId, index: 0 });
        expect(file).toEqual(picture.bytes);
      }));

    test("a change is refused as a reply would be, and of an older version", () =>
      onDesk(options, async (desk) => {
        const { reply, grace } = await scheduled(desk);
        const change = (values: object) => grace.scheduledReplies.update({ replyId: reply.id, ...values });
        const { version } = await change({ text: "Second" });
        for (const values of [
          { text: " " },
          { sendAt: desk.clock.now() },
          { status: "nowhere" },
          { to: [] },
          { to: [deskAddress] },
          { cc: [{ value: "nobody" }] },
        ])
          await expect(change(values), JSON.stringify(values)).rejects.toMatchObject({
            code: "INVALID_INPUT",
          });
        await expect(change({ text: "Third", expectedVersion: version - 1 })).rejects.toMatchObject({
          code: "CONFLICT",
        });
        expect(await grace.scheduledReplies.get({ replyId: reply.id })).toMatchObject({ text: "Second" });
      }));

    test("whoever rewrites another's is its author, and whoever moves it is not", () =>
      onDesk(options, async (desk) => {
        const { reply, agentId, sendAt } = await scheduled(desk);
        const { id: otherId, desk: jo } = await desk.hire("agent", "Jo");
        const { id: replyId } = reply;
        const moved = await jo.scheduledReplies.update({ replyId, sendAt: sendAt + hour });
        expect(moved.authorId).toBe(agentId);
        expect((await jo.scheduledReplies.update({ replyId, text: "Mine" })).authorId).toBe(otherId);
      }));

    test("one that is sent before its time is sent once", () =>
      onDesk(options, async (desk) => {
        const { reply, grace, agentId } = await scheduled(desk);
        expect(await grace.scheduledReplies.send({ replyId: reply.id })).toMatchObject({
          id: reply.id,
          authorId: agentId,
          deliveryState: "queued",
        });
        await passHour(desk);
        expect(texts(desk)).toEqual(["Later"]);
      }));
  });

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
  });
}
