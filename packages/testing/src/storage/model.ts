import type { Change, Storage } from "@heedkit/core";
import { isConflictError } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import fc from "fast-check";
import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { thing, things } from "./samples.ts";
import { concern } from "./subject.ts";

const anyId = fc.constantFrom("a", "b", "c", "d");
const anyNickname = fc.constantFrom(null, "", "x", "Ä");
const anyRank = fc.constantFrom(null, 0, 1);
const anyValues = fc.record(
  {
    name: fc.constantFrom("n1", "n2", "n3", "N1"),
    nickname: anyNickname,
    rank: anyRank,
    count: fc.integer({ min: -3, max: 3 }),
    isFlagged: fc.constantFrom(null, true, false),
    extra: fc.jsonValue({ maxDepth: 2 }),
    score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  },
  { requiredKeys: [] },
);
const anyExpectation = fc.record(
  { nickname: anyNickname, rank: anyRank, count: fc.integer({ min: -1, max: 1 }) },
  { requiredKeys: [] },
);
const anyIncrement = fc.record(
  { at: fc.integer({ min: -2, max: 2 }), dueAt: fc.integer({ min: -2, max: 2 }) },
  { requiredKeys: [] },
);

type Step = (tenantId: string) => Change;
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ id: anyId, values: anyValues }).map(
    ({ id, values }): Step =>
      (tenantId) => ({ kind: "insert", table: things, row: { ...thing(tenantId, id), ...values } }),
  ),
  fc.record({ id: anyId, set: anyValues, increment: anyIncrement, expect: anyExpectation }).map(
    ({ id, ...change }): Step =>
      (tenantId) => ({ kind: "update", table: things, key: { tenantId, id }, ...change }),
  ),
  fc
    .record({
      id: anyId,
      by: fc.constantFrom(undefined, "name", "place"),
      values: anyValues,
      set: anyValues,
      increment: anyIncrement,
      expect: anyExpectation,
    })
    .map(
      ({ id, by, values, ...change }): Step =>
        (tenantId) => ({
          kind: "upsert",
          table: things,
          row: { ...thing(tenantId, id), ...values },
          ...(by && { by }),
          ...change,
        }),
    ),
  fc.record({ id: anyId, expect: anyExpectation }).map(
    ({ id, expect }): Step =>
      (tenantId) => ({ kind: "delete", table: things, key: { tenantId, id }, expect }),
  ),
);

/** The outcome of a commit, without the name of a violated key: if two are violated, either may be named. */
async function outcome(storage: Storage, changes: readonly Change[]): Promise<unknown> {
  try {
    await storage.commit(changes);
    return "applied";
  } catch (error) {
    if (!isConflictError(error)) throw error;
    const { constraint: _constraint, ...conflict } = error.conflict;
    return conflict;
  }
}

/** Random commits have the same outcome and leave the same rows as the in-memory storage. */
export function modelTests(suite: StorageSuiteOptions): void {
  concern(suite, "model", (subject) => {
    test("300 random histories end as they do in memory", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyStep, { minLength: 1, maxLength: 6 }), { maxLength: 12 }),
          async (commits) => {
            const tenantId = subject.tenant();
            const model = memoryStorage();
            await model.schema.apply([things]);
            for (const steps of commits) {
              const changes = steps.map((step) => step(tenantId));
              expect(await outcome(subject.storage, changes)).toEqual(await outcome(model, changes));
            }
            const query = { where: { field: "tenantId", is: tenantId }, limit: 1000 } as const;
            expect(await subject.storage.find(things, query)).toEqual(await model.find(things, query));
          },
        ),
        { numRuns: 300 },
      );
    });
  });
}
