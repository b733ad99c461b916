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
        expect(await cases.links(split.id)).toMatchObject([{ toId: opened.id, kind: "split" }]);
      }));

    test("who waits for an answer waits in the case where the question is now", () =>
      onDesk(options, async (desk) => {
        const { opened, second, messageIds } = await twoQuestions(desk);
        const split = await desk.support.cases.split({ caseId: opened.id, messageIds });
        expect(split).toMatchObject({ waitingSince: second?.at, lastCustomerMessageAt: second?.at });
        expect(await desk.support.cases.get(opened.id)).toMatchObject({
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
        expect((await cases.get(opened.id)).waitingSince).toBe(other.openedAt);
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
