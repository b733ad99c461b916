import { type Blobs, blobs as blobRows } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { faultyStorage } from "./harness/faultyStorage.ts";
import { mallory } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { hour, passHour, picture, scheduled, texts } from "./harness/scheduled.ts";
import { deskAddress } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function changingScheduledTests(options: DeskSuiteOptions): void {
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

    test.each<object>([
      { cc: [mallory] },
      { bcc: [mallory] },
      { to: [mallory] },
      { replyAll: false },
      { status: "pending" },
      { html: "<p>Mine</p>", text: "Mine" },
      { attachments: [picture] },
    ])("whoever decides %j for another's reply answers for it", (change) =>
      onDesk(options, async (desk) => {
        const { reply } = await scheduled(desk);
        const { id, desk: jo } = await desk.hire("agent", "Jo");
        const changed = await jo.scheduledReplies.update({ replyId: reply.id, ...change });
        expect(changed.authorId).toBe(id);
      }),
    );

    test("bots don't change, send or cancel what a person wrote", () =>
      onDesk(options, async (desk) => {
        const { reply } = await scheduled(desk);
        const { scheduledReplies } = desk.support.as({ kind: "bot", id: "helper" });
        const { id: replyId } = reply;
        for (const call of [
          () => scheduledReplies.update({ replyId, text: "Mine" }),
          () => scheduledReplies.send({ replyId }),
          () => scheduledReplies.cancel({ replyId }),
        ])
          await expect(call()).rejects.toMatchObject({ code: "FORBIDDEN" });
        await passHour(desk);
        expect(texts(desk)).toEqual(["Later"]);
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
}
