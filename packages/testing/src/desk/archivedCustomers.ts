import { describe, expect, test } from "vitest";
import { ada, letter, mallory, outOfOffice } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** Ids of customers in the list, archived or not. */
async function listed({ support }: TestDesk, archived = false): Promise<readonly string[]> {
  return (await support.customers.list({ archived })).rows.map(({ id }) => id);
}

/** Ways in which an archived customer comes back, given a case from before. */
const returns: readonly (readonly [string, (desk: TestDesk, customerId: string) => Promise<unknown>])[] = [
  ["writes about something new", (desk) => desk.receive([letter({ subject: "Another order" })])],
  [
    "answers in a case of their own",
    async ({ hear, support }, customerId) => {
      const [first] = (await support.cases.list({ customerId })).rows;
      return hear({ subject: first?.code ?? "" });
    },
  ],
  [
    "writes in the case of somebody else",
    async ({ hear, support }, customerId) => {
      const other = await hear({ from: mallory, subject: "Theirs" });
      await support.cases.addParticipant({ caseId: other.id, participant: { customerId } });
      return hear({ subject: other.code });
    },
  ],
  [
    "is asked about by the desk",
    ({ support }, customerId) => support.cases.open({ customerId, subject: "Recall" }),
  ],
  [
    "writes in the host's own screens",
    async ({ support }, customerId) => {
      const [first] = (await support.cases.list({ customerId })).rows;
      const desk = support.as({ kind: "customer", id: customerId });
      return desk.cases.addCustomerMessage({ caseId: first?.id ?? "", text: "Hello?" });
    },
  ],
];

export function archivedCustomerTests(options: DeskSuiteOptions): void {
  describe("an archived customer", () => {
    test("leaves the list and the search, and keeps cases, messages and identities", (context) =>
      onDesk(options, async (desk) => {
        const { customers, cases, events } = desk.support;
        const { id: caseId, customerId } = await desk.hear();
        const { customerId: otherId } = await desk.hear({ from: mallory, subject: "Theirs" });
        const archived = await customers.archive({ customerId });
        expect(archived.archivedAt).toBe(desk.clock.now());
        expect(await customers.archive({ customerId })).toEqual(archived);
        expect(await listed(desk)).toEqual([otherId]);
        expect(await listed(desk, true)).toEqual([customerId]);
        expect((await customers.get({ customerId })).identities).toMatchObject([{ value: ada.value }]);
        expect((await customers.findByIdentity(ada))?.id).toBe(customerId);
        expect((await cases.list({ customerId })).rows.map(({ id }) => id)).toEqual([caseId]);
        await desk.support.cases.reply({ caseId, text: "Here it is." });
        expect(await listed(desk, true)).toEqual([customerId]);
        expect(await customers.restore({ customerId })).toMatchObject({ archivedAt: null });
        expect(await listed(desk)).toEqual([customerId, otherId]);
        expect((await events.list({ type: "customer.updated" })).rows.map(({ data }) => data)).toEqual([
          { customerId, fields: ["archivedAt"] },
          { customerId, fields: ["archivedAt"] },
        ]);
        await expect(customers.archive({ customerId: "cus_none" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
        if (!desk.storage.capabilities.search) return context.skip("This storage can't search.");
        const found = async (archived?: boolean) =>
          (await customers.search({ text: "ada", ...(archived === undefined ? {} : { archived }) })).map(
            ({ id }) => id,
          );
        await customers.archive({ customerId });
        expect([await found(), await found(false), await found(true)]).toEqual([[], [], [customerId]]);
        await customers.restore({ customerId });
        expect([await found(), await found(true)]).toEqual([[customerId], []]);
      }));

    test.each(returns)("comes back when it %s", (_, come) =>
      onDesk(options, async (desk) => {
        const { customerId } = await desk.hear();
        await desk.support.customers.archive({ customerId });
        await come(desk, customerId);
        expect((await desk.support.customers.get({ customerId })).archivedAt).toBeNull();
        expect(await listed(desk)).toContain(customerId);
      }),
    );

    test("stays archived when a program answers for it, and when the host brings its accounts up to date", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { customerId } = await desk.hear();
        await support.customers.upsert({
          hostId: "u1",
          name: "Ada",
          identities: [{ kind: "email", value: ada.value, verified: true }],
        });
        const person = await support.customers.findByHostId({ hostId: "u1" });
        await support.customers.archive({ customerId });
        await desk.receive([outOfOffice()]);
        await support.customers.upsert({ hostId: "u1", name: "Ada L." });
        await support.customers.update({ customerId: person?.id ?? "", name: "Ada Lovelace" });
        await support.customers.recordActivity({ customerId, type: "purchase" });
        expect(await listed(desk, true)).toEqual([person?.id]);
      }));

    test("is one person with those merged into it, and with those separated again", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        const [{ id: fromId }, { id: intoId }] = [await customers.create({}), await customers.create({})];
        const merge = await customers.merge({ fromId, intoId });
        expect(await customers.archive({ customerId: fromId })).toMatchObject({ id: intoId });
        expect([await listed(desk), await listed(desk, true)]).toEqual([[], [intoId]]);
        await customers.undoMerge({ mergeId: merge.id });
        expect([await listed(desk), await listed(desk, true)]).toEqual([[], [fromId, intoId]]);
        await customers.restore({ customerId: fromId });
        // Somebody who isn't archived doesn't disappear by being merged.
        const again = await customers.merge({ fromId, intoId });
        expect([await listed(desk), await listed(desk, true)]).toEqual([[intoId], []]);
        await customers.undoMerge({ mergeId: again.id });
        expect(await listed(desk)).toEqual([fromId, intoId]);
      }));

    test("that writes as one of those merged into it comes back", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        const { customerId: fromId } = await desk.hear();
        const { id: intoId } = await customers.create({ name: "Ada L." });
        await customers.merge({ fromId, intoId });
        await customers.archive({ customerId: intoId });
        await desk.hear({ subject: "Another order" });
        expect([await listed(desk), await listed(desk, true)]).toEqual([[intoId], []]);
      }));

    test("doesn't crowd others out of a search", (context) =>
      onDesk(options, async (desk) => {
        if (!desk.storage.capabilities.search) return context.skip("This storage can't search.");
        const { customers } = desk.support;
        for (let count = 0; count < 6; count++) {
          const identities = [{ kind: "email", value: `ada${count}@shop.example` }];
          const { id: customerId } = await customers.create({ name: "Ada", identities });
          await customers.archive({ customerId });
        }
        const identities = [{ kind: "email", value: "ada@shop.example" }];
        const { id } = await customers.create({ name: "Ada Lovelace", identities });
        for (const text of ["ada", "shop.example"])
          expect(
            (await customers.search({ text, limit: 2 })).map((one) => one.id),
            text,
          ).toEqual([id]);
        expect(await customers.search({ text: "ada", archived: true, limit: 3 })).toHaveLength(3);
      }));
  });
}
