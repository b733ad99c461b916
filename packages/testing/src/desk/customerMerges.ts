import { describe, expect, test } from "vitest";
import { ada, identityOf, mallory } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const circle = { code: "MERGE_CYCLE" };

export function customerMergeTests(options: DeskSuiteOptions): void {
  describe("merging customers", () => {
    test("both are shown as one: identities, history, cases", () =>
      onDesk(options, async ({ support, hear }) => {
        const from = await hear({ text: "from Ada" });
        const into = await hear({ from: mallory, text: "from Mallory" });
        await support.customers.merge({ fromId: from.customerId, intoId: into.customerId });
        const seen = await support.customers.get({ customerId: from.customerId });
        expect(seen.id).toBe(into.customerId);
        expect(seen.identities.map(({ value }) => value).sort()).toEqual([ada.value, mallory.value]);
        for (const customerId of [from.customerId, into.customerId]) {
          expect((await support.customers.timeline({ customerId })).rows).toHaveLength(2);
          expect((await support.cases.list({ customerId })).rows).toHaveLength(2);
        }
        const later = await hear();
        expect((await support.customers.get({ customerId: later.customerId })).id).toBe(into.customerId);
      }));

    test("both see the cases of the other on the host's pages", () =>
      onDesk(options, async ({ support, hear }) => {
        const from = await hear();
        const into = await hear({ from: mallory });
        await support.customers.merge({ fromId: from.customerId, intoId: into.customerId });
        for (const id of [from.customerId, into.customerId]) {
          const customer = support.as({ kind: "customer", id });
          expect((await customer.cases.list()).rows).toHaveLength(2);
          expect((await customer.cases.get({ caseId: from.id })).id).toBe(from.id);
          await customer.cases.addCustomerMessage({ caseId: into.id, text: "It is me" });
          const own = await customer.cases.open({ customerId: id, subject: "One more" });
          expect((await customer.cases.get({ caseId: own.id })).id).toBe(own.id);
          await support.cases.solve({ caseId: own.id });
        }
      }));

    test("undoing a merge restores both as they were", () =>
      onDesk(options, async ({ support }) => {
        const from = await support.customers.create({
          name: "Ada",
          locale: "de-AT",
          identities: [identityOf(ada)],
        });
        const into = await support.customers.create({ hostId: "u2", identities: [identityOf(mallory)] });
        const plain = ({ name, locale, hostId, fields }: typeof from) => ({ name, locale, hostId, fields });
        const merge = await support.customers.merge({ fromId: from.id, intoId: into.id });
        expect((await support.customers.get({ customerId: into.id })).name).toBe("Ada");
        await support.customers.undoMerge({ mergeId: merge.id });
        const apart = await Promise.all(
          [from, into].map(({ id }) => support.customers.get({ customerId: id })),
        );
        expect(apart.map(plain)).toEqual([from, into].map(plain));
        expect(apart.map(({ identities }) => identities.length)).toEqual([1, 1]);
        await expect(support.customers.undoMerge({ mergeId: merge.id })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("undoing one of two merges leaves the other", () =>
      onDesk(options, async ({ support }) => {
        const ids = [];
        for (const name of ["a", "b", "c"]) ids.push((await support.customers.create({ name })).id);
        const [a = "", b = "", c = ""] = ids;
        const first = await support.customers.merge({ fromId: a, intoId: b });
        await support.customers.merge({ fromId: b, intoId: c });
        await support.customers.undoMerge({ mergeId: first.id });
        expect((await support.customers.get({ customerId: a })).id).toBe(a);
        expect((await support.customers.get({ customerId: b })).id).toBe(c);
      }));

    test("two whom the host knows under different ids are merged only when that is said", () =>
      onDesk(options, async ({ support }) => {
        const { id: fromId } = await support.customers.create({ hostId: "u1" });
        const { id: intoId } = await support.customers.create({ hostId: "u2" });
        await expect(support.customers.merge({ fromId, intoId })).rejects.toMatchObject({
          code: "MERGE_REFUSED",
        });
        await support.customers.merge({ fromId, intoId, acceptDifferentHostIds: true });
        expect((await support.customers.get({ customerId: fromId })).id).toBe(intoId);
      }));

    test("also when the different host id came with an earlier merge", () =>
      onDesk(options, async ({ support }) => {
        const { id: first } = await support.customers.create({ hostId: "u1" });
        const { id: plain } = await support.customers.create({});
        const { id: second } = await support.customers.create({ hostId: "u2" });
        await support.customers.merge({ fromId: first, intoId: plain });
        await expect(support.customers.merge({ fromId: plain, intoId: second })).rejects.toMatchObject({
          code: "MERGE_REFUSED",
        });
      }));

    test("a customer is not merged into itself, neither directly nor by a detour", () =>
      onDesk(options, async ({ support }) => {
        const { id: a } = await support.customers.create({ name: "a" });
        const { id: b } = await support.customers.create({ name: "b" });
        const { merge } = support.customers;
        await expect(merge({ fromId: a, intoId: a })).rejects.toMatchObject(circle);
        await merge({ fromId: a, intoId: b });
        await expect(merge({ fromId: b, intoId: a })).rejects.toMatchObject(circle);
        await expect(merge({ fromId: a, intoId: b })).rejects.toMatchObject(circle);
      }));

    test("merges all at once in a ring leave one person and no circle", () =>
      onDesk(options, async ({ support, settled }) => {
        const ids: string[] = [];
        for (const name of ["a", "b", "c", "d"]) ids.push((await support.customers.create({ name })).id);
        await settled(
          Promise.allSettled(
            ids.map((fromId, at) =>
              support.customers.merge({ fromId, intoId: ids[(at + 1) % ids.length] ?? "" }),
            ),
          ),
        );
        const seen = await Promise.all(ids.map((id) => support.customers.get({ customerId: id })));
        expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
      }));

    test("a message and a merge at once: the message is in the history of the one person", () =>
      onDesk(options, async ({ support, hear, settled }) => {
        const from = await hear();
        const into = await hear({ from: mallory });
        const { customerId: fromId } = from;
        const { customerId: intoId } = into;
        await settled(Promise.all([support.customers.merge({ fromId, intoId }), hear({ text: "more" })]));
        expect((await support.customers.timeline({ customerId: intoId })).rows).toHaveLength(3);
      }));
  });
}
