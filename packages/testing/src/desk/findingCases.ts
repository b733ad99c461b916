import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function findingCaseTests(options: DeskSuiteOptions): void {
  describe("finding cases", () => {
    test("goes through all hits page by page, each case once", (context) =>
      onDesk(options, async ({ support, storage, hear }) => {
        if (!storage.capabilities.search) return context.skip("This storage can't search.");
        const { customerId } = await hear();
        const ids: string[] = [];
        for (const subject of ["Quincunx one", "Quincunx two", "Help", "Help again", "Late"]) {
          const text = subject.startsWith("Quincunx") ? "Where?" : "My quincunx is broken.";
          const { id } = await support.cases.open({ customerId, subject, message: { text } });
          ids.push(id);
        }
        // Many hits in one case must not hide the others.
        for (let count = 0; count < 12; count++)
          await support.cases.note({ caseId: ids[4] ?? "", text: `quincunx ${count}` });
        const found: string[] = [];
        let page = await support.cases.search({ text: "quincunx", limit: 2 });
        found.push(...page.rows.map(({ id }) => id));
        expect(found.toSorted()).toEqual(ids.slice(0, 2).toSorted());
        while (page.next !== null) {
          page = await support.cases.search({ text: "quincunx", limit: 2, after: page.next });
          found.push(...page.rows.map(({ id }) => id));
        }
        expect(found).toHaveLength(5);
        expect(found.toSorted()).toEqual(ids.toSorted());
        await expect(support.cases.search({ text: "quincunx", after: ["cas_none"] })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
      }));
  });

  test("links can be taken back, also twice", () =>
    onDesk(options, async ({ support, hear }) => {
      const { id: toId, customerId } = await hear();
      const { id: fromId } = await support.cases.open({ customerId, subject: "Help" });
      const related = { fromId, toId, kind: "related" } as const;
      await support.cases.link(related);
      await support.cases.link({ ...related, kind: "parent" });
      await support.cases.unlink(related);
      await support.cases.unlink(related);
      const { rows } = await support.cases.links({ caseId: toId });
      expect(rows.map(({ kind }) => kind)).toEqual(["parent"]);
      const told = await support.events.list({ caseId: fromId, type: "case.unlinked" });
      expect(told.rows.map(({ data }) => data)).toEqual([related]);
    }));

  test("merges of a customer are listed, from whichever side one looks, and when they were undone", () =>
    onDesk(options, async ({ support }) => {
      const [ann, ben, cem] = [
        await support.customers.create({ name: "Ann" }),
        await support.customers.create({ name: "Ben" }),
        await support.customers.create({ name: "Cem" }),
      ];
      const first = await support.customers.merge({ fromId: ann.id, intoId: ben.id });
      const second = await support.customers.merge({ fromId: ben.id, intoId: cem.id });
      for (const customerId of [ann.id, ben.id, cem.id]) {
        const { rows } = await support.customers.merges({ customerId });
        expect(rows.map(({ id }) => id)).toEqual([first.id, second.id]);
      }
      await support.customers.undoMerge({ mergeId: second.id });
      const { rows, next } = await support.customers.merges({ customerId: cem.id });
      expect(rows).toMatchObject([{ id: second.id, fromId: ben.id, intoId: cem.id }]);
      expect(rows[0]?.undoneAt).not.toBeNull();
      expect(next).toBeNull();
    }));
}
