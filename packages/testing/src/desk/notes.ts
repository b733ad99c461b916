import { describe, expect, test } from "vitest";
import { asUntyped, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const secret = "Kumquat";

async function withNote({ support, hear, hire }: TestDesk) {
  const opened = await hear();
  const { desk: grace } = await hire();
  const bytes = new TextEncoder().encode(secret);
  const note = await grace.cases.note({
    caseId: opened.id,
    text: `${secret}: a difficult one`,
    attachments: [{ name: "note.txt", mediaType: "text/plain", bytes }],
  });
  await support.tick();
  return { opened, note, grace };
}

export function noteTests(options: DeskSuiteOptions): void {
  describe("notes", () => {
    test("a note is not sent, is no reply and stops no waiting", () =>
      onDesk(options, async (desk) => {
        const { opened, note } = await withNote(desk);
        expect(desk.letters.handed).toEqual([]);
        expect(note).toMatchObject({ direction: "note", deliveryState: null, to: [] });
        expect(await desk.support.cases.get({ caseId: opened.id })).toMatchObject({
          status: "new",
          firstRepliedAt: null,
          waitingSince: opened.waitingSince,
        });
      }));

    test("a note is not cited to the customer by a later reply", () =>
      onDesk(options, async (desk) => {
        const { opened, grace } = await withNote(desk);
        await grace.cases.reply({ caseId: opened.id, text: "Here you are." });
        await desk.support.tick();
        expect(JSON.stringify(desk.letters.handed)).not.toContain(secret);
      }));

    test.each(["agent", "collaborator", "admin"] as const)("a %s reads notes", (role) =>
      onDesk(options, async (desk) => {
        const { opened, note } = await withNote(desk);
        const { desk: reader } = await desk.hire(role, "Reader");
        const { rows } = await reader.cases.messages({ caseId: opened.id });
        expect(rows.map(({ id }) => id)).toContain(note.id);
        if (desk.storage.capabilities.search)
          expect((await reader.cases.search({ text: secret })).rows).toHaveLength(1);
        expect(JSON.stringify(await reader.customers.timeline({ customerId: opened.customerId }))).toContain(
          secret,
        );
      }),
    );

    test("the customer sees no note in the messages of the own case", () =>
      onDesk(options, async (desk) => {
        const { opened } = await withNote(desk);
        const asAda = desk.support.as({ kind: "customer", id: opened.customerId });
        const { rows } = await asAda.cases.messages({ caseId: opened.id });
        expect(rows.map(({ direction }) => direction)).toEqual(["in"]);
      }));

    test("a bot sees no note: not in messages, search or attachments", () =>
      onDesk(options, async (desk) => {
        const { opened, note } = await withNote(desk);
        const bot = desk.support.as({ kind: "bot", id: "helper" });
        expect(JSON.stringify(await bot.cases.messages({ caseId: opened.id }))).not.toContain(secret);
        if (desk.storage.capabilities.search) {
          expect((await bot.cases.search({ text: secret })).rows).toEqual([]);
          expect((await bot.cases.search({ text: "order" })).rows).toHaveLength(1);
        }
        await expect(bot.intake.openAttachment({ messageId: note.id, index: 0 })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));

    test.each(["customer", "bot"] as const)("a %s finds no notes by search or in a timeline", (kind) =>
      onDesk(options, async (desk) => {
        const { opened, note } = await withNote(desk);
        const id = kind === "customer" ? opened.customerId : "helper";
        const reader = asUntyped(desk.support, { kind, id });
        const forbidden = { code: "FORBIDDEN" };
        const timeline = reader.customers.timeline({ customerId: opened.customerId });
        if (kind === "bot") {
          await expect(timeline).rejects.toMatchObject(forbidden);
          return;
        }
        expect((await timeline).rows).toEqual([]);
        await expect(reader.cases.search({ text: secret })).rejects.toMatchObject(forbidden);
        await expect(reader.intake.openAttachment({ messageId: note.id, index: 0 })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }),
    );

    test("events say that there is a note, not what it says", () =>
      onDesk(options, async (desk) => {
        const { note } = await withNote(desk);
        const events = (await desk.support.events.list()).rows;
        expect(events.some(({ data }) => data.messageId === note.id)).toBe(true);
        expect(JSON.stringify(events)).not.toContain(secret);
      }));

    test("an answer to a note by mail finds no way into the case", () =>
      onDesk(options, async (desk) => {
        const { opened, note } = await withNote(desk);
        expect(note.externalId).toBeNull();
        const other = await desk.hear({ threadHints: [{ by: "reference", externalId: note.id }] });
        expect(other.id).not.toBe(opened.id);
      }));

    test("a note moved by a split is still a note", () =>
      onDesk(options, async (desk) => {
        const { opened, note } = await withNote(desk);
        const split = await desk.support.cases.split({ caseId: opened.id, messageIds: [note.id] });
        await desk.support.tick();
        expect(desk.letters.handed).toEqual([]);
        const asAda = desk.support.as({ kind: "customer", id: split.customerId });
        expect((await asAda.cases.messages({ caseId: split.id })).rows).toEqual([]);
      }));
  });
}
