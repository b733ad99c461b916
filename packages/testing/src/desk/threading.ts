import type { Case, InboundMessage } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, answering, letter, mallory, outOfOffice } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { externalIdOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** A case of Ada with an answer that she has received. */
async function conversation({ support, hear }: TestDesk): Promise<{ opened: Case; answerId: string }> {
  const opened = await hear({ externalId: "<question@example.com>" });
  const answer = await support.cases.reply({ caseId: opened.id, text: "It is on its way." });
  await support.tick();
  return { opened, answerId: externalIdOf(answer.id) };
}

export function threadingTests(options: DeskSuiteOptions): void {
  describe("which case a message joins", () => {
    test("a signed reference leads into its case, whoever writes, who then takes part", () =>
      onDesk(options, async (desk) => {
        const { opened } = await conversation(desk);
        const joined = await desk.hear({
          from: mallory,
          subject: "Hello",
          threadHints: [{ by: "signed", caseId: opened.id }],
        });
        expect(joined.id).toBe(opened.id);
        expect(joined.participantIds).toHaveLength(1);
        expect((await desk.hear({ from: mallory, subject: opened.code })).id).toBe(opened.id);
      }));

    test("a signed reference goes before what else the message cites", () =>
      onDesk(options, async (desk) => {
        const { answerId } = await conversation(desk);
        const other = await desk.hear({ subject: "Another matter" });
        const joined = await desk.hear({
          threadHints: [
            { by: "reference", externalId: answerId },
            { by: "signed", caseId: other.id },
          ],
        });
        expect(joined.id).toBe(other.id);
      }));

    test.each([
      ["our answer", (answerId: string) => answering(answerId)],
      ["an own earlier message", () => answering("<question@example.com>")],
      ["something unknown and then our answer", (id: string) => answering("<nobody@example.com>", id)],
    ])("the requester's answer to %s joins the case", (_, hints) =>
      onDesk(options, async (desk) => {
        const { opened, answerId } = await conversation(desk);
        expect((await desk.hear({ subject: null, ...hints(answerId) })).id).toBe(opened.id);
      }),
    );

    test("of several references the newest decides", () =>
      onDesk(options, async ({ hear }) => {
        const older = await hear({ externalId: "<older@example.com>" });
        const newer = await hear({ externalId: "<newer@example.com>" });
        expect((await hear(answering("<newer@example.com>", "<older@example.com>"))).id).toBe(newer.id);
        expect((await hear(answering("<older@example.com>", "<newer@example.com>"))).id).toBe(older.id);
      }));

    test("a reference goes before a code in the subject", () =>
      onDesk(options, async ({ hear }) => {
        const cited = await hear({ externalId: "<cited@example.com>" });
        const named = await hear();
        const joined = await hear({ subject: `Re: ${named.code}`, ...answering("<cited@example.com>") });
        expect(joined.id).toBe(cited.id);
      }));

    test.each(["Re: [#Case-1] My order", "case 1", "AW: CASE-1", "about Case#1, please"])(
      "the subject %j of the requester joins the case",
      (subject) =>
        onDesk(options, async ({ hear }) => {
          const opened = await hear();
          expect((await hear({ subject })).id).toBe(opened.id);
        }),
    );

    test("of several codes in a subject the first one counts", () =>
      onDesk(options, async ({ hear }) => {
        await hear();
        const second = await hear();
        expect((await hear({ subject: "Case-2, like Case-1" })).id).toBe(second.id);
      }));

    const guesses: readonly (readonly [string, (answerId: string) => Partial<InboundMessage>])[] = [
      ["guesses the code", () => ({ subject: "Re: Case-1" })],
      ["cites our answer without having been written to", (answerId) => answering(answerId)],
      ["was put in CC and cites the customer's message", () => answering("<question@example.com>")],
    ];
    test.each(guesses)("who %s gets a case of their own, linked as related", (_, values) =>
      onDesk(options, async (desk) => {
        const { opened, answerId } = await conversation(desk);
        const before = await desk.support.cases.messages({ caseId: opened.id });
        const own = await desk.hear({ from: mallory, cc: [ada], ...values(answerId) });
        expect(own.id).not.toBe(opened.id);
        expect(own.participantIds).toEqual([]);
        expect((await desk.support.cases.links({ caseId: own.id })).rows).toMatchObject([
          { fromId: own.id, toId: opened.id, kind: "related" },
        ]);
        expect(await desk.support.cases.messages({ caseId: opened.id })).toEqual(before);
        expect((await desk.support.cases.get({ caseId: opened.id })).participantIds).toEqual([]);
      }),
    );

    test("a guess does not stand in the way of a case that the sender does take part in", () =>
      onDesk(options, async ({ hear, support }) => {
        const foreign = await hear({ externalId: "<ada@example.com>" });
        const own = await hear({ from: mallory, externalId: "<mallory@example.com>" });
        const joined = await hear({ from: mallory, subject: `${foreign.code} ${own.code}` });
        expect(joined.id).toBe(own.id);
        expect((await support.cases.links({ caseId: own.id })).rows).toEqual([]);
      }));

    test("what points nowhere opens a case without links", () =>
      onDesk(options, async ({ hear, support }) => {
        const opened = await hear({ subject: "Case-99", ...answering("<unknown@example.com>") });
        expect((await support.cases.links({ caseId: opened.id })).rows).toEqual([]);
      }));

    test("a forwarded message opens a case for its original sender, not in the one it cites", () =>
      onDesk(options, async (desk) => {
        const { opened, answerId } = await conversation(desk);
        const forwarded = await desk.hear({
          from: { kind: "email", value: "grace@desk.example", name: "Grace" },
          forwardedFrom: mallory,
          ...answering(answerId),
        });
        expect(forwarded.id).not.toBe(opened.id);
        expect((await desk.support.customers.get({ customerId: forwarded.customerId })).name).toBe("Mallory");
      }));

    test.each(["reference", "code", "signed"] as const)(
      "after a merge a message by %s goes to the surviving case",
      (by) =>
        onDesk(options, async (desk) => {
          const { opened, answerId } = await conversation(desk);
          const middle = await desk.hear({ from: mallory });
          const last = await desk.hear({ from: { kind: "email", value: "eve@example.com", name: "Eve" } });
          await desk.support.cases.merge({ fromId: opened.id, intoId: middle.id });
          await desk.support.cases.merge({ fromId: middle.id, intoId: last.id });
          const hints: Partial<InboundMessage> = {
            reference: answering(answerId),
            code: { subject: opened.code },
            signed: { threadHints: [{ by: "signed", caseId: opened.id } as const] },
          }[by];
          expect((await desk.hear(hints)).id).toBe(last.id);
        }),
    );

    test("who was merged into another customer still answers in the own case", () =>
      onDesk(options, async (desk) => {
        const { opened, answerId } = await conversation(desk);
        const other = await desk.hear({ from: mallory, subject: "From my other address" });
        await desk.support.customers.merge({ fromId: opened.customerId, intoId: other.customerId });
        expect((await desk.hear({ subject: null, ...answering(answerId) })).id).toBe(opened.id);
        expect((await desk.hear({ from: mallory, subject: opened.code })).id).toBe(opened.id);
        expect((await desk.hear({ subject: other.code })).id).toBe(other.id);
      }));

    test("after the undoing of a merge the other one is a stranger again", () =>
      onDesk(options, async (desk) => {
        const { opened } = await conversation(desk);
        const other = await desk.hear({ from: mallory, subject: "Another matter" });
        const merge = await desk.support.customers.merge({
          fromId: other.customerId,
          intoId: opened.customerId,
        });
        await desk.support.customers.undoMerge({ mergeId: merge.id });
        expect((await desk.hear({ from: mallory, subject: opened.code })).id).not.toBe(opened.id);
      }));

    test("an automatic message joins the conversation like any other", () =>
      onDesk(options, async (desk) => {
        const { opened, answerId } = await conversation(desk);
        const { caseIds } = await desk.receive([outOfOffice(answering(answerId))]);
        expect(caseIds).toEqual([opened.id]);
      }));

    test("a thousand references cost no thousand look-ups and still find the newest", () =>
      onDesk(options, async (desk) => {
        const { opened, answerId } = await conversation(desk);
        const hostile = Array.from({ length: 1_000 }, (_, at) => `<${at}@example.com>`);
        expect((await desk.hear(answering(answerId, ...hostile))).id).toBe(opened.id);
        expect((await desk.receive([letter(answering(...hostile))])).outcome).toBe("accepted");
      }));
  });
}
