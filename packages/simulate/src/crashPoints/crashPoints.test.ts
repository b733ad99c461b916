import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inMemory, inSqliteFile } from "../places.ts";
import { digestAtOnce } from "../world/platform.ts";
import { enumerate } from "./enumerate.ts";
import { type UseCase, useCases } from "./useCases.ts";

let restore: () => void = () => undefined;
beforeAll(() => {
  restore = digestAtOnce();
});
afterAll(() => restore());

describe.each([
  ["memory", inMemory],
  ["sqlite", inSqliteFile],
])("a death before and after every call, on %s, leaves what would have been", (storage, place) => {
  let points = 0;
  let same = 0;

  test.each(Object.entries(useCases))("%s", { timeout: 300_000 }, async (_, useCase) => {
    const found = await enumerate(useCase, place);
    points += found.points;
    same += found.points - found.differences.length;
    expect(found.differences).toEqual([]);
    expect(found.points).toBe(2 * found.calls);
    expect(found.calls).toBeGreaterThan(2);
  });

  test("counted", () => {
    const count = Object.keys(useCases).length;
    console.log(`${storage}: ${count} use cases, ${points} crash points, ${same} same end states`);
    expect(same).toBe(points);
  });
});

test("an answer that is written again without a key is found", { timeout: 300_000 }, async () => {
  const withoutKey: UseCase = {
    ...useCases.reply,
    act: (support, [caseId = ""]) => support.cases.reply({ caseId, text: "It is on its way." }),
  };
  const found = await enumerate(withoutKey, inMemory);
  // Only a crash after the commit makes the caller do it twice.
  expect(found.differences.filter((difference) => difference.startsWith("after call"))).not.toEqual([]);
  expect(found.differences.filter((difference) => difference.startsWith("before call"))).toEqual([]);
});
