import { type Blobs, blobs, drafts as draftTable } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const first = "<first@example.com>";
const text = "It is on its way";
const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);
const file = { name: "map.png", mediaType: "image/png", bytes };

/** Ada's case and an agent who writes in it. */
async function writing(desk: TestDesk) {
  const { id: caseId } = await desk.hear({ externalId: first });
  const { id: agentId, desk: own } = await desk.hire("agent", "Grace");
  return { caseId, agentId, own, place: { caseId, kind: "reply" } as const };
}

const hearAgain = (desk: TestDesk) => desk.hear({ ...answering(first), text: "Any news?" });

export function draftTests(options: DeskSuiteOptions): void {
  describe("drafts", () => {
    test("one of each kind for each agent and case is kept, and what is left out of a save stays", () =>
      onDesk(options, async (desk) => {
        const { own, place, caseId, agentId } = await writing(desk);
        const cc = [{ kind: "email", value: "half-typed@", name: null }];
        const draft = await own.drafts.save({ ...place, text, cc });
        expect(draft).toMatchObject({
          agentId,
          caseId,
          kind: "reply",
          text,
          cc,
          to: null,
          isOutdated: false,
        });
        const more = await own.drafts.save({
          ...place,
          html: "<b>on</b><script>1</script>",
          expectedVersion: draft.version,
        });
        expect(more).toMatchObject({ id: draft.id, text, cc, html: "<b>on</b>" });
        const note = await own.drafts.save({ caseId, kind: "note", text: "Hm" });
        expect((await own.drafts.list({ caseId })).rows.map(({ id }) => id).sort()).toEqual(
          [draft.id, note.id].sort(),
        );
        expect((await own.drafts.list({ kind: "note" })).rows.map(({ id }) => id)).toEqual([note.id]);
        expect(await own.drafts.get({ draftId: draft.id })).toEqual(more);
        await own.drafts.remove({ draftId: draft.id });
        await expect(own.drafts.get({ draftId: draft.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("two tabs don't write over each other", () =>
      onDesk(options, async (desk) => {
        const { own, place } = await writing(desk);
        const conflict = { code: "CONFLICT" };
        const { id: draftId, version: expectedVersion } = await own.drafts.save({ ...place, text });
        await expect(own.drafts.save({ ...place, text: "x" })).rejects.toMatchObject(conflict);
        await own.drafts.save({ ...place, text: "left", expectedVersion });
        const right = { ...place, text: "right", expectedVersion };
        await expect(own.drafts.save(right)).rejects.toMatchObject(conflict);
        await expect(own.drafts.remove({ draftId, expectedVersion })).rejects.toMatchObject(conflict);
        const { caseId } = place;
        const sent = own.cases.reply({ caseId, text: "right", draftId, draftVersion: expectedVersion });
        await expect(sent).rejects.toMatchObject(conflict);
        expect((await own.drafts.get({ draftId })).text).toBe("left");
        await own.drafts.remove({ draftId });
        await expect(own.drafts.save(right)).rejects.toMatchObject(conflict);
        const both = await desk.settled(
          Promise.allSettled([
            own.drafts.save({ ...place, text: "one" }),
            own.drafts.save({ ...place, text: "two" }),
          ]),
        );
        expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        expect((await own.drafts.list()).rows).toHaveLength(1);
      }));

    test("are nobody else's to read, whatever their role; others see that there is one", () =>
      onDesk(options, async (desk) => {
        const { own, place, caseId, agentId } = await writing(desk);
        const { id: draftId } = await own.drafts.save({ ...place, text, addAttachments: [file] });
        const { desk: admin } = await desk.hire("admin", "Barbara");
        for (const call of [
          () => admin.drafts.get({ draftId }),
          () => admin.drafts.remove({ draftId }),
          () => admin.drafts.openAttachment({ draftId, index: 0 }),
          () => admin.cases.reply({ caseId, text, draftId }),
        ])
          await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
        const denied = { code: "FORBIDDEN" };
        await expect(admin.drafts.list({ agentId })).rejects.toMatchObject(denied);
        await expect(admin.drafts.save({ ...place, agentId, text })).rejects.toMatchObject(denied);
        expect((await admin.drafts.list()).rows).toEqual([]);
        const writers = await admin.drafts.writers({ caseId });
        expect(writers.rows).toMatchObject([{ agentId, kind: "reply", updatedAt: desk.clock.now() }]);
        expect(Object.keys(writers.rows[0] ?? {})).not.toContain("text");
        expect(JSON.stringify(writers)).not.toContain("map.png");
        const { rows } = await desk.support.events.list({ limit: 200 });
        expect(rows.map(({ type }) => type)).toContain("draft.created");
        expect(JSON.stringify(rows)).not.toContain(text);
      }));

    test("take the permission that sending takes", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        const { desk: collaborator } = await desk.hire("collaborator");
        await collaborator.drafts.save({ caseId, kind: "note", text });
        await expect(collaborator.drafts.save({ caseId, kind: "reply", text })).rejects.toMatchObject({
          code: "FORBIDDEN",
        });
        await expect(desk.support.drafts.save({ caseId, kind: "note", text })).rejects.toMatchObject({
          code: "INVALID_INPUT",
          message: expect.stringContaining("agentId"),
        });
      }));

    test("go in the commit that sends them, and their files go out", () =>
      onDesk(options, async (desk) => {
        const { own, place, caseId } = await writing(desk);
        const draft = await own.drafts.save({ ...place, text, addAttachments: [file] });
        const { id: draftId, version: draftVersion } = draft;
        const other = { ...file, name: "list.txt" };
        const key = { idempotencyKey: "1" };
        const sending = { caseId, text, draftId, draftVersion, attachments: [other] };
        const message = await own.cases.reply(sending, key);
        expect(message.attachments.map(({ name }) => name)).toEqual(["map.png", "list.txt"]);
        expect((await own.cases.reply(sending, key)).id).toBe(message.id);
        await expect(own.drafts.get({ draftId })).rejects.toMatchObject({ code: "NOT_FOUND" });
        expect((await own.drafts.writers({ caseId })).rows).toEqual([]);
        await desk.support.tick();
        const [sent] = desk.letters.handed[0]?.message.attachments ?? [];
        expect(await sent?.open()).toEqual(bytes);
        const note = await own.drafts.save({ caseId, kind: "note", addAttachments: [file] });
        const written = await own.cases.note({ caseId, text: "", draftId: note.id });
        expect(written).toMatchObject({ direction: "note", attachments: [{ name: "map.png" }] });
        const gone = (await desk.support.events.list({ caseId, type: "draft.removed" })).rows;
        expect(gone.map(({ data }) => [data.kind, data.because])).toEqual([
          ["reply", "sent"],
          ["note", "sent"],
        ]);
      }));

    test("what can't be sent leaves its draft as it is", () =>
      onDesk(options, async (desk) => {
        const { own, place, caseId } = await writing(desk);
        const { id: draftId } = await own.drafts.save({ ...place, text: "" });
        const note = await own.drafts.save({ caseId, kind: "note", text: "He is angry" });
        const { id: elsewhere } = await desk.hear({ from: mallory });
        const wrong = { code: "INVALID_INPUT" };
        await expect(own.cases.reply({ caseId, text: " ", draftId })).rejects.toMatchObject(wrong);
        await expect(own.cases.reply({ caseId, text, draftId: note.id })).rejects.toMatchObject(wrong);
        await expect(own.cases.note({ caseId, text, draftId })).rejects.toMatchObject(wrong);
        await expect(own.cases.reply({ caseId: elsewhere, text, draftId })).rejects.toMatchObject(wrong);
        expect((await own.drafts.list()).rows).toHaveLength(2);
      }));

    test("a newer message of the customer makes sending ask first", () =>
      onDesk(options, async (desk) => {
        const { own, place, caseId } = await writing(desk);
        const { id: draftId, version } = await own.drafts.save({ ...place, text });
        await hearAgain(desk);
        const saved = await own.drafts.save({ ...place, text: `${text}.`, expectedVersion: version });
        expect(saved.isOutdated).toBe(true);
        await expect(own.cases.reply({ caseId, text, draftId })).rejects.toMatchObject({
          code: "NEWER_CUSTOMER_MESSAGE",
        });
        const { rows } = await own.cases.messages({ caseId });
        const seenMessageId = rows.find(({ text: said }) => said === "Any news?")?.id ?? "";
        const seen = { ...place, seenMessageId, expectedVersion: saved.version };
        expect((await own.drafts.save(seen)).isOutdated).toBe(false);
        await own.cases.reply({ caseId, text, draftId });
        const next = await own.drafts.save({ ...place, text, seenMessageId: rows[0]?.id ?? "" });
        expect(next.isOutdated).toBe(true);
        await own.cases.reply({ caseId, text, draftId: next.id, seenMessageId });
      }));

    test("a note is written whatever the customer wrote since", () =>
      onDesk(options, async (desk) => {
        const { own, caseId } = await writing(desk);
        const { id: draftId } = await own.drafts.save({ caseId, kind: "note", text });
        await hearAgain(desk);
        await own.cases.note({ caseId, text, draftId });
      }));

    test("go on in the case that theirs is merged into, and what has no place there stays to be sent", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { own, place, caseId } = await writing(desk);
        const { id: intoId } = await desk.hear({ from: mallory });
        const moved = await own.drafts.save({ caseId, kind: "note", text: "Note" });
        const behind = await own.drafts.save({ ...place, text: "Behind" });
        const there = await own.drafts.save({ ...place, caseId: intoId, text: "There" });
        await support.cases.merge({ fromId: caseId, intoId });
        expect(await own.drafts.get({ draftId: moved.id })).toMatchObject({
          caseId: intoId,
          text: "Note",
          isOutdated: true,
        });
        expect(await own.drafts.get({ draftId: there.id })).toMatchObject({ caseId: intoId, text: "There" });
        expect(await own.drafts.get({ draftId: behind.id })).toMatchObject({
          caseId,
          text: "Behind",
          isOutdated: true,
        });
        await expect(
          own.drafts.save({ ...place, text: "x", expectedVersion: behind.version }),
        ).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
        const sending = { caseId: intoId, text: "Behind", draftId: behind.id };
        await expect(own.cases.reply(sending)).rejects.toMatchObject({ code: "NEWER_CUSTOMER_MESSAGE" });
        const seenMessageId = (await own.cases.messages({ caseId: intoId })).rows[0]?.id ?? "";
        await own.cases.reply({ ...sending, seenMessageId });
        expect((await own.drafts.list()).rows).toHaveLength(2);
      }));

    test("files are added, opened and taken out, and their bytes go with what names them", () =>
      onDesk(options, async (desk) => {
        const { own, place } = await writing(desk);
        const kept = () => desk.storage.count(blobs);
        const draft = await own.drafts.save({ ...place, addAttachments: [file, { ...file, name: "b" }] });
        const { id: draftId, attachments } = draft;
        expect(await own.drafts.openAttachment({ draftId, index: 1 })).toEqual(bytes);
        const [source] = attachments.map((one) => one.source);
        const removeAttachments = source?.from === "blob" ? [source.key] : [];
        const fewer = await own.drafts.save({ ...place, removeAttachments, expectedVersion: draft.version });
        expect(fewer.attachments.map(({ name }) => name)).toEqual(["b"]);
        await desk.support.tick();
        expect(await kept()).toBe(1);
        await expect(
          own.drafts.save({ ...place, removeAttachments, expectedVersion: fewer.version }),
        ).rejects.toMatchObject({ code: "NOT_FOUND" });
        await own.drafts.remove({ draftId });
        await desk.support.tick();
        expect(await kept()).toBe(0);
        expect(desk.reports).toEqual([]);
      }));

    test("bytes in a store of the host's own are removed there", () => {
      const kept = new Map<string, Uint8Array>();
      const own: Blobs = {
        put: async (key, content) => void kept.set(key, content),
        open: async (key) => kept.get(key) ?? null,
        delete: async (key) => void kept.delete(key),
      };
      return onDesk(
        options,
        async (desk) => {
          const { own: writer, place, caseId } = await writing(desk);
          const { id: draftId } = await writer.drafts.save({ ...place, addAttachments: [file] });
          expect(kept.size).toBe(1);
          await writer.drafts.remove({ draftId });
          await desk.support.tick();
          expect(kept.size).toBe(0);
          const sent = await writer.drafts.save({ ...place, addAttachments: [file] });
          await writer.cases.reply({ caseId, text, draftId: sent.id });
          await desk.support.tick();
          expect(kept.size).toBe(1);
        },
        { blobs: own },
      );
    });

    test("are bounded in size and number", () =>
      onDesk(
        options,
        async (desk) => {
          const { own, place, caseId, agentId } = await writing(desk);
          const many = Array.from({ length: 51 }, () => ({ ...file, bytes: new Uint8Array(1) }));
          const wrong = { code: "INVALID_INPUT" };
          await expect(own.drafts.save({ ...place, text: "x".repeat(1_000_001) })).rejects.toMatchObject(
            wrong,
          );
          await expect(own.drafts.save({ ...place, addAttachments: many })).rejects.toMatchObject(wrong);
          const to = [{ kind: "email", value: "bob@example.com" }];
          await expect(own.drafts.save({ caseId, kind: "note", text, to })).rejects.toMatchObject(wrong);
          const { version } = await own.drafts.save({ ...place, addAttachments: [file, file] });
          await expect(
            own.drafts.save({ ...place, addAttachments: [file], expectedVersion: version }),
          ).rejects.toMatchObject({ code: "MESSAGE_TOO_LARGE" });
          const rows = Array.from({ length: 499 }, (_, at) => ({
            ...{ tenantId: "default", id: `drf_${at}`, version: 1, agentId, caseId: `cas_${at}` },
            ...{ kind: "note" as const, text: "", html: null, to: null, cc: [], bcc: [], attachments: [] },
            ...{ baseTurn: 0, createdAt: 0, updatedAt: 0 },
          }));
          await desk.storage.commit(rows.map((row) => ({ kind: "insert", table: draftTable, row }) as const));
          await expect(own.drafts.save({ caseId, kind: "note", text })).rejects.toMatchObject({
            code: "INVALID_INPUT",
            message: expect.stringContaining("500 drafts"),
          });
        },
        { cases: { maxAttachmentBytes: 250 } },
      ));
  });
}
