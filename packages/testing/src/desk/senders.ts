import { describe, expect, test } from "vitest";
import { ada, answering, letter, mallory } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const list = { kind: "email", value: "support@shop.example", name: "Ada via Support" };
const form = { kind: "email", value: "wordpress@shop.example", name: null };
const office = { kind: "email", value: "office@example.com", name: "Office" };
const byList = {
  via: { by: "list", address: list },
  automatic: { reason: "list", evidence: "List-Id" },
} as const;
const byForm = { via: { by: "form", address: form } } as const;

export function senderTests(options: DeskSuiteOptions): void {
  describe("who wrote, and who is answered", () => {
    test("the author of mail by a list waits and is answered; the list is shown on the message", () =>
      onDesk(options, async ({ support, hear, letters }) => {
        const opened = await hear(byList);
        expect(opened.waitingSince).not.toBeNull();
        const { rows } = await support.cases.messages({ caseId: opened.id });
        expect(rows).toMatchObject([{ via: { by: "list", address: list }, automatic: "list", from: ada }]);
        const customer = await support.customers.findByIdentity(ada);
        expect(customer).toMatchObject({ id: opened.customerId, identities: [{ verified: false }] });
        await support.cases.reply({ caseId: opened.id, text: "Hello" });
        await support.tick();
        expect(letters.handed).toMatchObject([{ message: { to: [ada] } }]);
        expect((await hear()).customerId).toBe(opened.customerId);
      }));

    test("the visitors of a form are customers of their own, and by a form nobody gets into a case", () =>
      onDesk(options, async ({ support, hear }) => {
        const nora = await hear({ ...byForm, externalId: "form-1" });
        const olaf = await hear({ ...byForm, from: mallory });
        expect(olaf.customerId).not.toBe(nora.customerId);
        const again = await hear({ ...byForm, ...answering("form-1"), subject: nora.code, text: "It is me" });
        expect(again.id).not.toBe(nora.id);
        expect(again.customerId).toBe(nora.customerId);
        expect(
          (await support.cases.links({ caseId: again.id })).rows.map(({ toId, kind }) => [toId, kind]),
        ).toEqual([[nora.id, "related"]]);
        const unsaid = { ...byForm, from: form };
        const first = await hear({ ...unsaid, externalId: "form-2" });
        expect((await hear({ ...unsaid, ...answering("form-2"), subject: first.code })).id).not.toBe(
          first.id,
        );
      }));

    test("the answer to the mail that opens a case goes where it asks", () =>
      onDesk(options, async ({ support, hear, letters }) => {
        const opened = await hear({ replyTo: office });
        expect((await support.customers.get({ customerId: opened.customerId })).identities).toMatchObject([
          { value: ada.value },
        ]);
        await support.cases.reply({ caseId: opened.id, text: "Hello" });
        await support.tick();
        expect(letters.handed).toMatchObject([{ message: { to: [office] } }]);
        expect(await support.customers.findByIdentity(office)).toBeNull();
      }));

    test("so does the acknowledgement, which counts for the address that it goes to", () =>
      onDesk(
        options,
        async ({ hear, letters, support }) => {
          const senders = ["a", "b", "c", "d", "e"].map((name) => ({ ...ada, value: `${name}@example.com` }));
          for (const from of senders) await hear({ from, replyTo: office });
          await support.tick();
          const addressed = letters.handed.flatMap(({ message }) => message.to.map(({ value }) => value));
          expect(addressed).toEqual([office.value, office.value, office.value]);
        },
        { templates: {} },
      ));

    test("in a conversation that is under way only a proven sender leads answers elsewhere", () =>
      onDesk(options, async ({ support, hear, letters }) => {
        const { id: caseId } = await hear({ externalId: "first" });
        const answered = async () => {
          await support.cases.reply({ caseId, text: "Hello" });
          await support.tick();
          return letters.handed.at(-1)?.message.to;
        };
        const joined = await hear({ ...answering("first"), replyTo: office, text: "forged" });
        expect(joined.id).toBe(caseId);
        expect(await answered()).toMatchObject([ada]);
        await hear({ ...answering("first"), replyTo: office, proof: "provider", text: "proven" });
        expect(await answered()).toMatchObject([office]);
        const closed = await hear({ externalId: "second" });
        await support.cases.update({ caseId: closed.id, status: "closed" });
        const followUp = await hear({ ...answering("second"), replyTo: office, text: "forged again" });
        expect(followUp.id).not.toBe(closed.id);
        await support.cases.reply({ caseId: followUp.id, text: "Hello" });
        await support.tick();
        expect(letters.handed.at(-1)?.message.to).toMatchObject([ada]);
      }));

    test("a sender who can't be told is kept, listed and replayed", () =>
      onDesk(options, async ({ support, letters, receive }) => {
        letters.misunderstand(new Error("The message has no readable sender"));
        const { outcome, inboundId } = await receive([letter()]);
        expect(outcome).toBe("kept");
        expect((await support.intake.listKept()).rows).toMatchObject([{ id: inboundId }]);
        letters.misunderstand(null);
        expect((await support.intake.replay({ inboundId })).caseIds).toHaveLength(1);
      }));
  });
}
