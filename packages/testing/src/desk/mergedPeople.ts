import { describe, expect, test } from "vitest";
import { answering, person } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const ann = person("Ann");
const bob = person("Bob");
const cat = person("Cat");

async function merged(desk: TestDesk) {
  const into = await desk.hear({ from: ann, text: "Ann's secret", externalId: "<ann@example.com>" });
  await desk.clock.advance(1_000);
  const from = await desk.hear({
    from: bob,
    text: "Bob's secret",
    cc: [cat],
    externalId: "<bob@example.com>",
  });
  await desk.support.cases.reply({ caseId: from.id, text: "To Bob alone" });
  await desk.support.cases.merge({ fromId: from.id, intoId: into.id });
  return { from, into };
}

async function answer({ support, letters }: TestDesk, caseId: string) {
  const { id } = await support.cases.reply({ caseId, text: "To both" });
  await support.tick();
  const { to = [], cc = [] } = letters.handed.find(({ message }) => message.messageId === id)?.message ?? {};
  return { to: to.map(({ value }) => value), cc: cc.map(({ value }) => value).sort() };
}

export function mergedPeopleTests(options: DeskSuiteOptions): void {
  describe("the people of merged cases", () => {
    test("who asked last is answered, the other requester and their people are copied", () =>
      onDesk(options, async (desk) => {
        const { into } = await merged(desk);
        expect(await answer(desk, into.id)).toEqual({ to: [bob.value], cc: [ann.value, cat.value] });
        await desk.clock.advance(1_000);
        await desk.hear({ from: ann, ...answering("<ann@example.com>") });
        expect(await answer(desk, into.id)).toEqual({ to: [ann.value], cc: [bob.value, cat.value] });
        await desk.clock.advance(1_000);
        await desk.hear({ from: cat, ...answering("<bob@example.com>") });
        expect(await answer(desk, into.id)).toEqual({ to: [ann.value], cc: [bob.value, cat.value] });
        await desk.clock.advance(1_000);
        expect((await desk.hear({ from: bob, ...answering("<bob@example.com>") })).id).toBe(into.id);
        expect(await answer(desk, into.id)).toEqual({ to: [bob.value], cc: [ann.value, cat.value] });
      }));

    test("each sees their own case, and of the other one what is said from the merge on", () =>
      onDesk(options, async (desk) => {
        const { from, into } = await merged(desk);
        await answer(desk, into.id);
        await desk.hear({ from: ann, text: "Ann again", ...answering("<ann@example.com>") });
        const seen = async (customerId: string, caseId: string) =>
          (await desk.support.as({ kind: "customer", id: customerId }).cases.messages({ caseId })).rows.map(
            ({ text }) => text,
          );
        expect(await seen(from.customerId, into.id)).toEqual(["To both", "Ann again"]);
        expect(await seen(from.customerId, from.id)).toEqual(["Bob's secret", "To Bob alone"]);
        expect(await seen(into.customerId, into.id)).toEqual(["Ann's secret", "To both", "Ann again"]);
        await expect(seen(into.customerId, from.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("a merge says who sees what, before it is done as after", () =>
      onDesk(options, async (desk) => {
        const into = await desk.hear({ from: ann });
        const from = await desk.hear({ from: bob, cc: [cat] });
        const ids = { fromId: from.id, intoId: into.id };
        const before = await desk.support.cases.get({ caseId: into.id });
        const expected = [
          { customerId: into.customerId, caseId: into.id, role: "requester", seesFrom: null },
          { customerId: from.customerId, caseId: from.id, role: "requester", seesFrom: desk.clock.now() },
          { customerId: null, caseId: from.id, role: "copied", seesFrom: desk.clock.now(), address: cat },
        ];
        expect(await desk.support.cases.previewMerge(ids)).toMatchObject(expected);
        expect(await desk.support.cases.get({ caseId: into.id })).toEqual(before);
        expect((await desk.support.cases.merge(ids)).disclosures).toMatchObject(expected);
        await expect(desk.support.cases.previewMerge(ids)).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("cases of one customer stay one addressee, and of merged customers one mail goes out", () =>
      onDesk(options, async (desk) => {
        const into = await desk.hear({ from: ann });
        const same = await desk.hear({ from: ann, subject: "Again" });
        await desk.support.cases.merge({ fromId: same.id, intoId: into.id });
        expect(await answer(desk, into.id)).toEqual({ to: [ann.value], cc: [] });
        const other = await desk.hear({ from: bob });
        await desk.support.customers.merge({ fromId: other.customerId, intoId: into.customerId });
        await desk.support.cases.merge({ fromId: other.id, intoId: into.id });
        const { to, cc } = await answer(desk, into.id);
        expect([...to, ...cc]).toHaveLength(1);
      }));

    test("who was removed from either case does not come back by a merge", () =>
      onDesk(options, async (desk) => {
        const into = await desk.hear({ from: ann });
        const from = await desk.hear({ from: bob, cc: [cat], externalId: "<bob@example.com>" });
        const { kind, value } = cat;
        await desk.support.cases.removeParticipant({ caseId: from.id, participant: { kind, value } });
        await desk.support.cases.merge({ fromId: from.id, intoId: into.id });
        const signed = { threadHints: [{ by: "signed", caseId: from.id } as const] };
        expect((await desk.hear({ from: cat, ...signed })).id).not.toBe(into.id);
        expect((await answer(desk, into.id)).cc).toEqual([ann.value]);
      }));
  });
}
