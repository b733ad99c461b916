import { describe, expect, test } from "vitest";
import { mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** A case with an answered question and a second, other one. */
async function twoQuestions({ support, hear, clock }: TestDesk) {
  const opened = await hear({ text: "Where is it?" });
  await clock.advance(1_000);
  await support.cases.reply({ caseId: opened.id, text: "On its way." });
  await clock.advance(1_000);
  await hear({ subject: opened.code, text: "And can I have an invoice?" });
  const { rows } = await support.cases.messages({ caseId: opened.id });
  return { opened, second: rows[2], messageIds: rows.slice(2).map(({ id }) => id) };
}

export function splitTests(options: DeskSuiteOptions): void {
  describe("splitting a case", () => {
    test("messages move out into a case of their own, linked to the first", () =>
      onDesk(options, async (desk) => {
        const { opened, messageIds } = await twoQuestions(desk);
        const { cases } = desk.support;
        const split = await cases.split({ caseId: opened.id, messageIds, subject: "Invoice" });
        expect(split).toMatchObject({ code: "Case-2", subject: "Invoice", customerId: opened.customerId });
        const textsOf = async (caseId: string) =>
          (await cases.messages({ caseId })).rows.map(({ text }) => text);
        expect(await textsOf(opened.id)).toEqual(["Where is it?", "On its way."]);
        expect(await textsOf(split.id)).toEqual(["And can I have an invoice?"]);
        expect((await cases.links({ caseId: split.id })).rows).toMatchObject([
          { toId: opened.id, kind: "split" },
        ]);
      }));

    test("who waits for an answer waits in the case where the question is now", () =>
      onDesk(options, async (desk) => {
        const { opened, second, messageIds } = await twoQuestions(desk);
        const split = await desk.support.cases.split({ caseId: opened.id, messageIds });
        expect(split).toMatchObject({ waitingSince: second?.at, lastCustomerMessageAt: second?.at });
        expect(await desk.support.cases.get({ caseId: opened.id })).toMatchObject({
          waitingSince: null,
          lastCustomerMessageAt: opened.openedAt,
        });
      }));

    test("who waits since another case was merged in still waits when a later question moves out", () =>
      onDesk(options, async (desk) => {
        const { opened, messageIds } = await twoQuestions(desk);
        const { cases } = desk.support;
        await desk.clock.advance(1_000);
        await cases.reply({ caseId: opened.id, text: "Here it is." });
        await desk.clock.advance(1_000);
        const other = await desk.hear({ text: "Is anybody there?" });
        await cases.merge({ fromId: other.id, intoId: opened.id });
        await cases.split({ caseId: opened.id, messageIds });
        expect((await cases.get({ caseId: opened.id })).waitingSince).toBe(other.openedAt);
      }));

    test("whoever can't read notes moves none", () =>
      onDesk(options, async (desk) => {
        const { opened, messageIds } = await twoQuestions(desk);
        const { cases, as, roles } = desk.support;
        const { id: noteId } = await cases.note({ caseId: opened.id, text: "Careful with them" });
        await roles.create({
          key: "careful",
          label: "Careful",
          permissions: { "cases.read": "tenant", "cases.write": "tenant", "notes.read": "own" },
        });
        const { id: agentId, desk: grace } = await desk.hire("careful");
        const before = await cases.get({ caseId: opened.id });
        for (const one of [as({ kind: "bot", id: "helper" }), grace])
          for (const ids of [[noteId], [...messageIds, noteId]])
            await expect(one.cases.split({ caseId: opened.id, messageIds: ids })).rejects.toMatchObject({
              code: "NOT_FOUND",
              message: `Not in ${opened.code}: ${noteId}.`,
            });
        expect(await cases.get({ caseId: opened.id })).toEqual(before);
        await cases.assign({ caseId: opened.id, assigneeId: agentId });
        const { id: caseId } = await grace.cases.split({ caseId: opened.id, messageIds: [noteId] });
        expect((await cases.messages({ caseId })).rows.map(({ id }) => id)).toEqual([noteId]);
      }));

    test("an answer to the message that moved finds the case it moved to", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear({ externalId: "<first@example.com>" });
        await hear({ subject: opened.code, externalId: "<second@example.com>" });
        const { rows } = await support.cases.messages({ caseId: opened.id });
        const split = await support.cases.split({ caseId: opened.id, messageIds: [rows[1]?.id ?? ""] });
        const again = await hear({
          subject: null,
          threadHints: [{ by: "reference", externalId: "<second@example.com>" }],
        });
        expect(again.id).toBe(split.id);
      }));

    describe("what an id meant when it was sent is not what it means now", () => {
      /** A solved case, and one with the message that was split out of it. */
      const parted = async ({ support, hear }: TestDesk) => {
        const old = await hear({ externalId: "<first@example.com>" });
        await hear({ subject: old.code, externalId: "<second@example.com>" });
        const { rows } = await support.cases.messages({ caseId: old.id });
        const split = await support.cases.split({ caseId: old.id, messageIds: [rows[1]?.id ?? ""] });
        await support.cases.solve({ caseId: old.id });
        return { old, split };
      };
      const signedFor = (caseId: string, externalId?: string) =>
        ({ by: "signed", caseId, ...(externalId === undefined ? {} : { externalId }) }) as const;
      const second = { by: "reference", externalId: "<second@example.com>" } as const;
      const first = { by: "reference", externalId: "<first@example.com>" } as const;

      test.each([
        ["a reply address of the old case", (id: string) => [signedFor(id), second]],
        ["a signed id of the message", (id: string) => [signedFor(id, "<second@example.com>")]],
        ["both, and older ids of the old case", (id: string) => [signedFor(id), second, first]],
        ["its plain id and the old code", () => [second]],
      ])("%s leads to where the message is; the old case stays solved", (_, hints) =>
        onDesk(options, async (desk) => {
          const { old, split } = await parted(desk);
          const threadHints = [...hints(old.id)];
          expect((await desk.hear({ subject: `Re: ${old.code}`, threadHints })).id).toBe(split.id);
          expect((await desk.support.cases.get({ caseId: old.id })).status).toBe("solved");
          const toOld = await desk.hear({ threadHints: [signedFor(old.id), first, second] });
          expect(toOld).toMatchObject({ id: old.id, status: "open" });
        }),
      );

      test("split again, and merged back, the reference follows", () =>
        onDesk(options, async (desk) => {
          const { old, split } = await parted(desk);
          const { cases } = desk.support;
          await desk.hear({ threadHints: [second], externalId: "<third@example.com>" });
          const { rows } = await cases.messages({ caseId: split.id });
          const third = await cases.split({ caseId: split.id, messageIds: [rows[1]?.id ?? ""] });
          const threadHints = [
            signedFor(old.id),
            { by: "reference", externalId: "<third@example.com>" } as const,
          ];
          // The third message never was in the oldest case: what was signed for that one holds.
          expect((await desk.hear({ threadHints })).id).toBe(old.id);
          const again = [
            signedFor(split.id),
            { by: "reference", externalId: "<third@example.com>" } as const,
          ];
          expect((await desk.hear({ threadHints: again })).id).toBe(third.id);
          await cases.merge({ fromId: third.id, intoId: split.id });
          expect((await desk.hear({ threadHints: again })).id).toBe(split.id);
          await cases.merge({ fromId: split.id, intoId: old.id });
          expect((await desk.hear({ threadHints: again })).id).toBe(old.id);
        }));
    });

    test("who took part in what moved takes part where it is, and sees no more of it than before", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear({ text: "My IBAN" });
        const joined = await hear({ from: mallory, threadHints: [{ by: "signed", caseId: opened.id }] });
        const { rows } = await support.cases.messages({ caseId: opened.id });
        await hear({ subject: opened.code, text: "And more" });
        const split = await support.cases.split({ caseId: opened.id, messageIds: rows.map(({ id }) => id) });
        expect(split).toMatchObject({ customerId: opened.customerId, participantIds: joined.participantIds });
        const asMallory = support.as({ kind: "customer", id: joined.participantIds[0] ?? "" });
        const seen = (await asMallory.cases.messages({ caseId: split.id })).rows;
        expect(seen.map(({ id }) => id)).toEqual([rows[1]?.id]);
      }));

    test("the messages of a participant make a case of that participant", () =>
      onDesk(options, async ({ support, hear }) => {
        const opened = await hear();
        const joined = await hear({
          from: mallory,
          threadHints: [{ by: "signed", caseId: opened.id }],
        });
        const { rows } = await support.cases.messages({ caseId: opened.id });
        const split = await support.cases.split({ caseId: opened.id, messageIds: [rows[1]?.id ?? ""] });
        expect([split.customerId]).toEqual(joined.participantIds);
      }));

    test("at least one message stays", () =>
      onDesk(options, async (desk) => {
        const { opened } = await twoQuestions(desk);
        const { rows } = await desk.support.cases.messages({ caseId: opened.id });
        const splitting = desk.support.cases.split({
          caseId: opened.id,
          messageIds: rows.map(({ id }) => id),
        });
        await expect(splitting).rejects.toMatchObject({ code: "INVALID_INPUT" });
      }));

    test("messages of another case cannot be moved", () =>
      onDesk(options, async (desk) => {
        const { messageIds } = await twoQuestions(desk);
        const other = await desk.hear({ from: mallory });
        await expect(desk.support.cases.split({ caseId: other.id, messageIds })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));

    test("two splits of the same message at once move it once", () =>
      onDesk(options, async (desk) => {
        const { opened, messageIds } = await twoQuestions(desk);
        const split = () => desk.support.cases.split({ caseId: opened.id, messageIds });
        const results = await desk.settled(Promise.allSettled([split(), split()]));
        expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      }));
  });
}
