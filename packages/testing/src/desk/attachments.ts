import { type Blobs, type Storage, SupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { letter, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
const picture = { name: "map.png", mediaType: "image/png", contentId: "map@desk", bytes };
const enclosed = {
  reference: "part-2",
  name: "a.pdf",
  mediaType: "application/pdf",
  size: 5,
  contentId: null,
};

async function replyWithPicture({ support, hear }: TestDesk) {
  const { id: caseId } = await hear();
  return support.cases.reply({ caseId, text: "See the map", attachments: [picture] });
}

export function attachmentTests(options: DeskSuiteOptions): void {
  describe("attachments", () => {
    test("files of a reply reach the provider byte by byte", () =>
      onDesk(options, async (desk) => {
        const message = await replyWithPicture(desk);
        expect(message.attachments).toMatchObject([{ name: "map.png", size: 256, contentId: "map@desk" }]);
        await desk.support.tick();
        const [file] = desk.letters.handed[0]?.message.attachments ?? [];
        expect(file).toMatchObject({ name: "map.png", mediaType: "image/png", contentId: "map@desk" });
        expect(await file?.open()).toEqual(bytes);
      }));

    test("a file is kept as it was when it was given, also when it is a part of a larger buffer", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const buffer = new Uint8Array(1_000).fill(7);
        const part = buffer.subarray(10, 20);
        const attachments = [{ name: "a", mediaType: "text/plain", bytes: part }];
        const { id } = await support.cases.note({ caseId, text: "x", attachments });
        buffer.fill(0);
        expect(await support.intake.openAttachment({ messageId: id, index: 0 })).toEqual(
          new Uint8Array(10).fill(7),
        );
      }));

    test("a file that came in is opened from the raw message by its connector", () =>
      onDesk(options, async ({ support, receive }) => {
        const { caseIds } = await receive([letter({ attachments: [enclosed] })]);
        const { rows } = await support.cases.messages({ caseId: caseIds[0] ?? "" });
        expect(rows[0]?.attachments).toMatchObject([{ name: "a.pdf", size: 5 }]);
        const opened = await support.intake.openAttachment({ messageId: rows[0]?.id ?? "", index: 0 });
        expect(new TextDecoder().decode(opened)).toMatch(/^part-2 of \d+ bytes$/);
      }));

    test("inside a transaction of the host, files are written in it and read from it", () =>
      onDesk(options, async (base) => {
        const { id: caseId } = await base.hear();
        // As when the host holds the lock that every other connection waits for.
        const commit = async () => {
          throw new SupportError("STORAGE_UNAVAILABLE", "database is locked");
        };
        const { support } = await base.another({
          storage: { ...base.storage, commit, within: () => base.storage },
        });
        const { cases, intake } = support.within("the host's");
        const { id } = await cases.reply({ caseId, text: "See the map", attachments: [picture] });
        expect(await intake.openAttachment({ messageId: id, index: 0 })).toEqual(bytes);
      }));

    test("a command that fails or is repeated leaves no files behind", () =>
      onDesk(options, async (base) => {
        const { id: caseId } = await base.hear();
        let kept = 0;
        const commit: Storage["commit"] = async (changes) => {
          await base.storage.commit(changes);
          kept += changes.filter(({ table }) => table.name === "blobs").length;
        };
        const { support } = await base.another({ storage: { ...base.storage, commit } });
        const note = { caseId, text: "x", attachments: [picture] };
        const once = { idempotencyKey: "1" };
        await support.cases.note(note, once);
        await support.cases.note(note, once);
        expect(kept).toBe(1);
        const seenMessageId = "msg_none";
        const refused = { caseId, text: "x", attachments: [picture], seenMessageId };
        await expect(support.cases.reply(refused)).rejects.toMatchObject({ code: "NOT_FOUND" });
        expect(kept).toBe(1);
      }));

    test("who takes part in a case opens its files from when they joined, none of notes; nobody else does", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const { caseIds } = await receive([letter({ attachments: [enclosed] })]);
        const caseId = caseIds[0] ?? "";
        const { customerId } = await support.cases.get({ caseId });
        const [asked] = (await support.cases.messages({ caseId })).rows;
        const before = await support.cases.reply({ caseId, text: "See the map", attachments: [picture] });
        await receive([letter({ from: mallory, threadHints: [{ by: "signed", caseId }] })]);
        const note = await support.cases.note({ caseId, text: "Hm", attachments: [picture] });
        const after = await support.cases.reply({ caseId, text: "See the map", attachments: [picture] });
        const [joinedId = ""] = (await support.cases.get({ caseId })).participantIds;
        const files = (id: string) => support.as({ kind: "customer", id }).intake;
        const hidden = { code: "NOT_FOUND" };
        for (const id of [customerId, joinedId]) {
          expect(await files(id).openAttachment({ messageId: after.id, index: 0 })).toEqual(bytes);
          await expect(files(id).openAttachment({ messageId: after.id, index: 1 })).rejects.toMatchObject(
            hidden,
          );
          await expect(files(id).openAttachment({ messageId: note.id, index: 0 })).rejects.toMatchObject(
            hidden,
          );
        }
        expect(await files(customerId).openAttachment({ messageId: before.id, index: 0 })).toEqual(bytes);
        expect(
          await files(customerId).openAttachment({ messageId: asked?.id ?? "", index: 0 }),
        ).toHaveProperty("length");
        for (const messageId of [before.id, asked?.id ?? ""])
          await expect(files(joinedId).openAttachment({ messageId, index: 0 })).rejects.toMatchObject(hidden);
        for (const messageId of [after.id, "msg_none"])
          await expect(files("cus_stranger").openAttachment({ messageId, index: 0 })).rejects.toMatchObject(
            hidden,
          );
      }));

    test("a file that is not there is not found", () =>
      onDesk(options, async (desk) => {
        const { id } = await replyWithPicture(desk);
        for (const [messageId, index] of [
          [id, 1],
          ["msg_none", 0],
        ] as const)
          await expect(desk.support.intake.openAttachment({ messageId, index })).rejects.toMatchObject({
            code: "NOT_FOUND",
          });
        await expect(desk.support.intake.openAttachment({ messageId: id, index: -1 })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
      }));

    test("a connector that cannot open files says so", () => {
      const { attachments, ...rest } = scriptedChannel();
      return onDesk(
        options,
        async ({ support, receive }) => {
          const { caseIds } = await receive([letter({ attachments: [enclosed] })]);
          const { rows } = await support.cases.messages({ caseId: caseIds[0] ?? "" });
          await expect(
            support.intake.openAttachment({ messageId: rows[0]?.id ?? "", index: 0 }),
          ).rejects.toMatchObject({
            code: "UNSUPPORTED",
          });
        },
        { channels: [rest] },
      );
    });

    test("a file larger than the desk takes is refused by name", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          const { id: caseId, customerId } = await hear();
          const { cases } = support;
          const attachments = [picture];
          for (const call of [
            () => cases.open({ customerId, subject: "x", message: { text: "x", attachments } }),
            () => cases.reply({ caseId, text: "x", attachments }),
            () => cases.note({ caseId, text: "x", attachments }),
            () => cases.addCustomerMessage({ caseId, text: "x", attachments }),
          ])
            await expect(call()).rejects.toMatchObject({
              code: "MESSAGE_TOO_LARGE",
              message: expect.stringContaining('"map.png" has 256 bytes; the limit is 255'),
            });
          await cases.note({ caseId, text: "x", attachments: [{ ...picture, bytes: bytes.subarray(1) }] });
        },
        { cases: { maxAttachmentBytes: 255 } },
      ));

    test("nothing is stored for a case that is not there, or that its writer takes no part in", () => {
      const keys: string[] = [];
      const watched: Blobs = {
        put: async (key) => void keys.push(key),
        open: async () => bytes,
        delete: async () => undefined,
      };
      return onDesk(
        options,
        async ({ support, hear }) => {
          const { id: caseId } = await hear();
          const stranger = support.as({ kind: "customer", id: "cus_stranger" }).cases;
          const { cases } = support;
          const message = { text: "x", attachments: [picture] };
          const nowhere = { caseId: "cas_none", ...message };
          for (const [code, call] of [
            ["NOT_FOUND", () => stranger.addCustomerMessage({ caseId, ...message })],
            ["NOT_FOUND", () => stranger.addCustomerMessage(nowhere)],
            ["NOT_FOUND", () => cases.reply(nowhere)],
            ["NOT_FOUND", () => cases.note(nowhere)],
            ["NOT_FOUND", () => cases.open({ customerId: "cus_none", subject: "x", message })],
          ] as const)
            await expect(call()).rejects.toMatchObject({ code });
          expect(keys).toEqual([]);
        },
        { blobs: watched },
      );
    });

    test("a message whose file is gone is not sent without it", () => {
      const gone: Blobs = {
        put: async () => undefined,
        open: async () => null,
        delete: async () => undefined,
      };
      return onDesk(
        options,
        async (desk) => {
          const { id, caseId } = await replyWithPicture(desk);
          desk.letters.script(async ({ attachments }) => {
            await attachments[0]?.open();
            return { externalId: "sent", refused: [], detail: null };
          });
          await desk.support.tick();
          const { rows } = await desk.support.cases.messages({ caseId });
          expect(rows.find((message) => message.id === id)).toMatchObject({ deliveryState: "failed" });
        },
        { blobs: gone },
      );
    });

    test("files are kept before the message that names them, in a store of the host's own", () => {
      const order: string[] = [];
      const watched: Blobs = {
        put: async (key) => void order.push(`put ${key.split("/")[0]}`),
        open: async () => bytes,
        delete: async () => undefined,
      };
      return onDesk(
        options,
        async (desk) => {
          desk.support.on("message.queued", () => order.push("committed"));
          await replyWithPicture(desk);
          expect(order).toEqual(["put default", "committed"]);
        },
        { blobs: watched },
      );
    });
  });
}
