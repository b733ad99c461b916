import { isConflictError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function versionTests(options: DeskSuiteOptions): void {
  describe("two people on one case", () => {
    test("a change based on an old version is refused as a conflict", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId, version: expectedVersion } = await hear();
        await support.cases.update({ caseId, priority: "high", expectedVersion });
        const late = await support.cases
          .update({ caseId, priority: "low", expectedVersion })
          .catch((error: unknown) => error);
        expect(isConflictError(late) && late.conflict).toMatchObject({
          id: caseId,
          reason: "expectation",
          constraint: "version",
        });
        expect((await support.cases.get({ caseId })).priority).toBe("high");
      }));

    test("changes at once without an expected version all hold", () =>
      onDesk(options, async ({ support, hear, settled }) => {
        const { id: caseId } = await hear();
        const tags = Array.from({ length: 8 }, (_, at) => `tag-${at}`);
        await settled(Promise.all(tags.map((tag) => support.cases.update({ caseId, addTags: [tag] }))));
        expect([...(await support.cases.get({ caseId })).tags].sort()).toEqual(tags);
      }));

    test("of changes at once with the same expected version one holds", () =>
      onDesk(options, async ({ support, hear, settled }) => {
        const { id: caseId, version: expectedVersion } = await hear();
        const results = await settled(
          Promise.allSettled(
            ["low", "high", "urgent"].map((tag) =>
              support.cases.update({ caseId, addTags: [tag], expectedVersion }),
            ),
          ),
        );
        expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        expect((await support.cases.get({ caseId })).tags).toHaveLength(1);
      }));

    test("a version grows by one for each commit, however much it changes", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        const { id: caseId, version } = await hear();
        const { id: assigneeId } = await hire();
        const changed = await support.cases.update({
          caseId,
          assigneeId,
          priority: "urgent",
          status: "open",
          tags: ["a"],
        });
        expect(changed.version).toBe(version + 1);
        expect(await support.cases.get({ caseId })).toEqual(changed);
      }));

    test("a customer is guarded by its version too", () =>
      onDesk(options, async ({ support }) => {
        const { id: customerId, version: expectedVersion } = await support.customers.create({ name: "Ada" });
        await support.customers.update({ customerId, name: "Ada L.", expectedVersion });
        const late = support.customers.update({ customerId, name: "A.", expectedVersion });
        await expect(late).rejects.toMatchObject({ code: "CONFLICT" });
      }));
  });
}
