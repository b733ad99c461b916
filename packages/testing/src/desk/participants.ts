import type { Address, Case, InboundMessage } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, mallory, outOfOffice, person } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { deskAddress, externalIdOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const ute = person("Ute");
const jan = person("Jan");
const kim = person("Kim");
const asked: Partial<InboundMessage> = {
  from: ute,
  to: [deskAddress],
  cc: [jan],
  externalId: "<ute@example.com>",
};
const acknowledged = { templates: {} };

/** Sends a reply and returns its recipients. */
async function answer({ support, letters }: TestDesk, caseId: string, cc: readonly Address[] = []) {
  const { id } = await support.cases.reply({ caseId, text: "Here you are.", cc: [...cc] });
  await support.tick();
  const handed = letters.handed.find(({ message }) => message.messageId === id)?.message;
  const values = (addresses: readonly Address[] = []) => addresses.map(({ value }) => value);
  return { id, to: values(handed?.to), cc: values(handed?.cc) };
}

const seenBy = async ({ support }: TestDesk, customerId: string, caseId: string) =>
  (await support.as({ kind: "customer", id: customerId }).cases.messages({ caseId })).rows.map(
    ({ text }) => text,
  );

const idOf = async ({ support }: TestDesk, { kind, value }: Address) =>
  (await support.customers.findByIdentity({ kind, value }))?.id ?? "";

export function participantTests(options: DeskSuiteOptions): void {
  describe("people on a mail", () => {
    const ways: readonly (readonly [string, (opened: Case, answerId: string) => Partial<InboundMessage>])[] =
      [
        ["cites her mail", () => answering("<ute@example.com>")],
        ["cites our answer", (_, answerId) => answering(answerId)],
        ["has the code", ({ code }) => ({ subject: `AW: My order [${code}]` })],
      ];
    test.each(ways)("who was in Cc and %s joins the case, and is copied from then on", (_, way) =>
      onDesk(
        options,
        async (desk) => {
          const opened = await desk.hear(asked);
          const { id } = await answer(desk, opened.id);
          const joined = await desk.hear({
            from: jan,
            to: [ute],
            cc: [deskAddress],
            ...way(opened, externalIdOf(id)),
          });
          expect(joined.id).toBe(opened.id);
          expect((await desk.support.events.list({ type: "case.acknowledged" })).rows).toHaveLength(1);
          expect(await answer(desk, opened.id)).toMatchObject({ to: [ute.value], cc: [jan.value] });
        },
        acknowledged,
      ),
    );

    test.each([
      ["in To", { to: [deskAddress, jan], cc: [] }],
      ["in Cc in other letters", { cc: [{ ...jan, value: "JAN@Example.com" }] }],
    ])("who was %s takes part before writing anything", (_, values) =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear({ ...asked, ...values });
        expect((await answer(desk, opened.id)).cc).toHaveLength(1);
        expect((await desk.hear({ from: jan, ...answering("<ute@example.com>") })).id).toBe(opened.id);
        expect((await answer(desk, opened.id)).cc).toEqual([jan.value]);
      }),
    );

    test("whom an agent puts in cc takes part and is copied by later answers", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear({ ...asked, cc: [] });
        const { id } = await answer(desk, opened.id, [jan]);
        expect((await desk.hear({ from: jan, ...answering(externalIdOf(id)) })).id).toBe(opened.id);
        expect((await answer(desk, opened.id)).cc).toEqual([jan.value]);
      }));

    test("whoever takes part reopens a solved case, and brings others in by answering all", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear(asked);
        await desk.support.cases.solve({ caseId: opened.id });
        const joined = await desk.hear({
          from: jan,
          to: [ute],
          cc: [deskAddress, kim],
          ...answering("<ute@example.com>"),
        });
        expect(joined).toMatchObject({ id: opened.id, status: "open" });
        expect((await desk.hear({ from: kim, subject: opened.code })).id).toBe(opened.id);
        expect(await answer(desk, opened.id)).toMatchObject({ to: [ute.value], cc: [jan.value, kim.value] });
      }));

    test("a stranger with the same id, code or Bcc has a case of their own, and brings nobody in", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear({ ...asked, cc: [] });
        for (const way of [answering("<ute@example.com>"), { subject: opened.code }]) {
          const own = await desk.hear({ from: mallory, to: [deskAddress], cc: [jan, ute], ...way });
          expect(own.id).not.toBe(opened.id);
          expect((await desk.support.cases.links({ caseId: own.id })).rows).toMatchObject([
            { toId: opened.id, kind: "related" },
          ]);
        }
        expect((await desk.hear({ from: jan, ...answering("<ute@example.com>") })).id).not.toBe(opened.id);
        expect(await answer(desk, opened.id)).toMatchObject({ to: [ute.value], cc: [] });
      }));

    test("whom a signature lets in brings others in only once they take part", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear({ ...asked, cc: [] });
        const signed = { threadHints: [{ by: "signed", caseId: opened.id } as const] };
        await desk.hear({ from: mallory, cc: [kim], ...signed });
        expect((await answer(desk, opened.id)).cc).toEqual([mallory.value]);
        await desk.hear({ from: mallory, cc: [kim], ...signed });
        expect((await answer(desk, opened.id)).cc).toEqual([mallory.value, kim.value]);
      }));

    test("the desk's own addresses, agents and the sender are nobody's copies", () =>
      onDesk(options, async (desk) => {
        await desk.support.agents.create({ name: "Grace", email: "grace@desk.example" });
        const grace = { kind: "email", value: "Grace@desk.example", name: "Grace" };
        const opened = await desk.hear({ ...asked, to: [deskAddress, ute], cc: [deskAddress, grace] });
        expect(await answer(desk, opened.id, [{ ...ute, value: "UTE@example.com" }])).toMatchObject({
          to: [ute.value],
          cc: [],
        });
      }));

    test.each(["list", "form"] as const)("a %s that passed a mail on is nobody's copy", (by) =>
      onDesk(options, async (desk) => {
        const list = person("Members");
        const via = { by, address: list };
        const opened = await desk.hear({ ...asked, via, to: [deskAddress, list], cc: [jan, list] });
        expect(await answer(desk, opened.id)).toMatchObject({ to: [ute.value], cc: [jan.value] });
      }),
    );

    test("who is left out of a later Cc stays in; variants of an address are other people", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear(asked);
        await desk.hear({ from: ute, cc: [], ...answering("<ute@example.com>") });
        expect((await answer(desk, opened.id)).cc).toEqual([jan.value]);
        const variant = { ...jan, value: "jan+home@example.com" };
        expect((await desk.hear({ from: variant, ...answering("<ute@example.com>") })).id).not.toBe(
          opened.id,
        );
      }));

    test("one person with two addresses gets one mail", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear(asked);
        const other = await desk.hear({ from: { ...jan, value: "jan@home.example" }, subject: "Hello" });
        await desk.hear({ from: jan, ...answering("<ute@example.com>") });
        await desk.support.customers.merge({ fromId: other.customerId, intoId: await idOf(desk, jan) });
        expect((await answer(desk, opened.id, [{ ...jan, value: "jan@home.example" }])).cc).toHaveLength(1);
      }));

    test("an absence note lets nobody in, and a hundred in Cc are bounded", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear({ ...asked, cc: [] });
        const signed = { threadHints: [{ by: "signed", caseId: opened.id } as const] };
        await desk.receive([outOfOffice({ from: mallory, cc: [kim], ...signed })]);
        expect(await desk.support.cases.get({ caseId: opened.id })).toMatchObject({ participantIds: [] });
        const crowd = Array.from({ length: 300 }, (_, at) => person(`p${at}`));
        const crowded = await desk.hear({ from: kim, subject: "Hello", cc: crowd });
        expect(crowded.participants?.length).toBe(50);
        expect((await answer(desk, crowded.id)).cc.length).toBeLessThan(50);
      }));
  });

  describe("what who takes part sees", () => {
    test("who joins later sees what is said from then on, also within a millisecond", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear({ ...asked, cc: [], text: "My IBAN is wrong" });
        await desk.support.cases.reply({ caseId: opened.id, text: "Which is right?" });
        const signed = { threadHints: [{ by: "signed", caseId: opened.id } as const] };
        await desk.hear({ from: mallory, text: "Let me in", ...signed });
        await desk.support.cases.reply({ caseId: opened.id, text: "Thank you" });
        const id = await idOf(desk, mallory);
        expect(await seenBy(desk, id, opened.id)).toEqual(["Let me in", "Thank you"]);
        expect(await seenBy(desk, opened.customerId, opened.id)).toHaveLength(4);
        const page = await desk.support
          .as({ kind: "customer", id })
          .cases.messages({ caseId: opened.id, limit: 1 });
        expect(page.rows).toMatchObject([{ text: "Let me in" }]);
        const shown = await desk.support.as({ kind: "customer", id }).cases.get({ caseId: opened.code });
        for (const hidden of ["participants", "participantIds"]) expect(shown).not.toHaveProperty(hidden);
      }));

    test("who was in Cc from the beginning sees all, once they have written or proved the address", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear(asked);
        const { id: unproven } = await desk.support.customers.create({ name: "Jan" });
        await expect(seenBy(desk, unproven, opened.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
        await desk.hear({ from: jan, ...answering("<ute@example.com>") });
        expect(await seenBy(desk, await idOf(desk, jan), opened.id)).toHaveLength(2);
      }));

    test("who was removed neither sees nor writes, whatever they cite, until an agent copies them again", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear(asked);
        await desk.hear({ from: jan, ...answering("<ute@example.com>") });
        const customerId = await idOf(desk, jan);
        const asJan = desk.support.as({ kind: "customer", id: customerId });
        const once = { caseId: opened.id, text: "Once" };
        const key = { idempotencyKey: "once" };
        await asJan.cases.addCustomerMessage(once, key);
        await desk.support.cases.removeParticipant({ caseId: opened.id, participant: { customerId } });
        expect((await desk.support.events.list({ type: "case.participantRemoved" })).rows).toMatchObject([
          { caseId: opened.id, data: { customerId } },
        ]);
        const hidden = { code: "NOT_FOUND" };
        await expect(asJan.cases.get({ caseId: opened.id })).rejects.toMatchObject(hidden);
        await expect(asJan.cases.messages({ caseId: opened.id })).rejects.toMatchObject(hidden);
        await expect(asJan.cases.addCustomerMessage(once, key)).rejects.toMatchObject(hidden);
        await expect(asJan.cases.addCustomerMessage({ caseId: opened.id, text: "x" })).rejects.toMatchObject(
          hidden,
        );
        const ways: readonly Partial<InboundMessage>[] = [
          answering("<ute@example.com>"),
          { subject: opened.code },
          { threadHints: [{ by: "signed", caseId: opened.id }] },
        ];
        for (const way of ways) expect((await desk.hear({ from: jan, ...way })).id).not.toBe(opened.id);
        // The requester's Cc doesn't readmit anyone the desk removed.
        await desk.hear({ from: ute, cc: [jan], ...answering("<ute@example.com>") });
        expect((await answer(desk, opened.id)).cc).toEqual([]);
        expect((await answer(desk, opened.id, [jan])).cc).toEqual([jan.value]);
        expect((await desk.hear({ from: jan, ...answering("<ute@example.com>") })).id).toBe(opened.id);
      }));

    test("an address that never wrote is removed by its address; the requester and strangers are not", () =>
      onDesk(options, async (desk) => {
        const opened = await desk.hear(asked);
        const remove = (participant: { customerId: string } | { kind: string; value: string }) =>
          desk.support.cases.removeParticipant({ caseId: opened.id, participant });
        const { kind, value } = jan;
        await remove({ kind, value: value.toUpperCase() });
        expect((await desk.hear({ from: jan, ...answering("<ute@example.com>") })).id).not.toBe(opened.id);
        await expect(remove({ kind, value })).rejects.toMatchObject({ code: "NOT_FOUND" });
        await expect(remove({ customerId: opened.customerId })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
        await expect(remove({ customerId: "cus_none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));
  });
}
