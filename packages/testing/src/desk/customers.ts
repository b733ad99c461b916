import { describe, expect, test } from "vitest";
import { ada, identityOf, mallory } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function customerTests(options: DeskSuiteOptions): void {
  describe("customers", () => {
    test("who writes from a known identity is the customer that the host knows", () =>
      onDesk(options, async ({ support, hear }) => {
        const known = await support.customers.create({
          hostId: "u1",
          name: "Ada",
          identities: [{ ...identityOf(ada), verified: true }],
        });
        expect((await hear()).customerId).toBe(known.id);
      }));

    test("an identity is compared as the channel gives it, however it was typed", () =>
      onDesk(options, async ({ support, hear }) => {
        const typed = { kind: "email", value: " Ada@Example.COM " };
        const known = await support.customers.create({ identities: [typed] });
        expect((await hear()).customerId).toBe(known.id);
        expect((await support.customers.findByIdentity(typed))?.id).toBe(known.id);
        await support.customers.attachIdentity({
          customerId: known.id,
          kind: "phone",
          value: "+49 (170) 123-45",
        });
        const called = await support.customers.findByIdentity({ kind: "phone", value: "+4917012345" });
        expect(called?.id).toBe(known.id);
      }));

    test("an identity is taken by one customer only", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await hear();
        const { id } = await support.customers.create({ name: "Other" });
        const taken = { code: "MERGE_REFUSED", details: { customerId } };
        await expect(support.customers.create({ identities: [identityOf(ada)] })).rejects.toMatchObject(
          taken,
        );
        await expect(
          support.customers.attachIdentity({ customerId: id, kind: ada.kind, value: ada.value }),
        ).rejects.toMatchObject(taken);
      }));

    test("attaching again what a customer has is no error, and may verify it", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await hear();
        const attach = { customerId, kind: ada.kind, value: ada.value };
        await support.customers.attachIdentity({ ...attach, verified: true });
        await support.customers.attachIdentity(attach);
        expect((await support.customers.get({ customerId })).identities).toMatchObject([
          { value: ada.value, verified: true },
        ]);
      }));

    test("a host id belongs to one customer, and the refusal says to whom at once", () =>
      onDesk(options, async ({ support }) => {
        const { id } = await support.customers.create({ hostId: "u1" });
        const taken = { code: "ALREADY_EXISTS", details: { id } };
        await expect(support.customers.create({ hostId: "u1" })).rejects.toMatchObject(taken);
        const other = await support.customers.create({ hostId: "u2" });
        await expect(support.customers.update({ customerId: other.id, hostId: "u1" })).rejects.toMatchObject(
          taken,
        );
        await support.customers.update({ customerId: id, hostId: "u1", name: "Ada" });
      }));

    test("the same host id at once makes one customer", () =>
      onDesk(options, async ({ support, settled }) => {
        const create = () => support.customers.create({ hostId: "u1" });
        const results = await settled(Promise.allSettled([create(), create(), create()]));
        expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        for (const result of results)
          if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "ALREADY_EXISTS" });
      }));

    test("a name that was not known is learnt from the first message that tells it", () =>
      onDesk(options, async ({ support, hear }) => {
        const first = await hear({ from: { ...ada, name: null } });
        await hear({ from: { ...ada, name: "Ada" } });
        await hear({ from: { ...ada, name: "Mrs Lovelace" } });
        expect((await support.customers.get({ customerId: first.customerId })).name).toBe("Ada");
      }));

    test("a company must be there before a customer belongs to it", () =>
      onDesk(options, async ({ support }) => {
        const { id: companyId } = await support.companies.create({ name: "Acme", hostId: "c1" });
        const { id: customerId } = await support.customers.create({ companyId });
        await expect(support.customers.create({ companyId: "com_none" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
        await expect(support.customers.update({ customerId, companyId: "com_none" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
        await expect(support.companies.create({ name: "Acme again", hostId: "c1" })).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
        });
      }));

    test("the host's own fields are changed one by one", () =>
      onDesk(options, async ({ support }) => {
        const { id: customerId } = await support.customers.create({ fields: { plan: "gold", seats: 3 } });
        const changed = await support.customers.update({ customerId, fields: { seats: 5 } });
        expect(changed.fields).toEqual({ plan: "gold", seats: 5 });
      }));

    test("one history shows what was said on every channel and what was done, newest first, in pages", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        const opened = await hear({ text: "one" });
        const { customerId } = opened;
        await clock.advance(1_000);
        await support.customers.recordActivity({ customerId, type: "purchase", data: { total: 3 } });
        await clock.advance(1_000);
        await support.cases.reply({ caseId: opened.id, text: "two" });
        await clock.advance(1_000);
        await hear({ from: mallory, text: "not of Ada" });
        const all = await support.customers.timeline({ customerId });
        expect(all.rows.map(({ kind }) => kind)).toEqual(["message.out", "activity.purchase", "message.in"]);
        expect(all).toMatchObject({ next: null, failed: [] });
        const { rows } = await support.customers.timeline({ customerId, limit: 1 });
        const rest = await support.customers.timeline({ customerId, before: rows[0]?.at ?? 0 });
        expect(rest.rows).toEqual(all.rows.slice(1));
      }));

    test("a message that is nothing but a quote shows its whole text, and says so", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId, customerId } = await hear({ text: "> Where is it?", nothingNew: true });
        await hear({ text: "Here." });
        const { rows } = await support.cases.messages({ caseId });
        expect(rows).toMatchObject([{ newText: "> Where is it?", nothingNew: true }]);
        const shown = (await support.customers.timeline({ customerId })).rows.map(({ data }) => data);
        expect(shown).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ text: "> Where is it?", nothingNew: true }),
            expect.objectContaining({ text: "Here.", nothingNew: false }),
          ]),
        );
      }));

    test("a history is paged through entry by entry, also where many are of one millisecond", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        const { id: caseId, customerId } = await hear();
        for (let count = 0; count < 4; count++) {
          await support.customers.recordActivity({ customerId, type: "purchase", data: { count } });
          await support.cases.reply({ caseId, text: `reply ${count}` });
          if (count === 1) await clock.advance(1);
        }
        const { rows: all } = await support.customers.timeline({ customerId });
        expect(all).toHaveLength(9);
        for (const limit of [1, 2, 3]) {
          let page = await support.customers.timeline({ customerId, limit });
          const paged = [...page.rows];
          while (page.next !== null) {
            page = await support.customers.timeline({ customerId, limit, before: page.next });
            expect(page.rows).not.toEqual([]);
            paged.push(...page.rows);
          }
          expect(paged).toEqual(all);
        }
      }));
  });
}
