import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inMemory, inSqliteFile } from "../places.ts";
import { digestAtOnce } from "../world/platform.ts";
import { measureDelays, p99 } from "./delays.ts";

let restore: () => void = () => undefined;
beforeAll(() => {
  restore = digestAtOnce();
});
afterAll(() => restore());

const options = { timeout: 300_000 };

describe.each([
  ["memory", inMemory],
  ["sqlite", inSqliteFile],
])("a message that always throws, on %s", (_, place) => {
  const measure = async (isPoisoned: boolean) => {
    const { open, dispose } = place();
    const storage = open();
    try {
      return await measureDelays(storage, 1_000, { isPoisoned });
    } finally {
      await storage.close();
      await dispose?.();
    }
  };

  test(
    "delays 1,000 others by less than a tenth, and ends in the dead letters with its causes",
    options,
    async () => {
      const healthy = await measure(false);
      const poisoned = await measure(true);
      console.log(
        `p99 of 1,000 messages: ${p99(healthy.waitedMs)} ms, beside a poisoned one ${p99(poisoned.waitedMs)} ms`,
      );
      expect(healthy.dead).toEqual([]);
      expect(healthy.waitedMs).toHaveLength(1_000);
      expect(poisoned.waitedMs).toHaveLength(1_000);
      expect(p99(poisoned.waitedMs)).toBeLessThan(1.1 * p99(healthy.waitedMs));
      expect(poisoned.dead).toHaveLength(1);
      expect(poisoned.dead[0]?.failures).toHaveLength(12);
      expect(poisoned.dead[0]?.failures.every(({ message }) => message === "A fault of the connector.")).toBe(
        true,
      );
    },
  );
});

test("the measure sees messages that wait for each other", options, async () => {
  const many = await measureDelays(inMemory().open(), 200, { isPoisoned: true });
  const one = await measureDelays(inMemory().open(), 200, { isPoisoned: true, concurrency: 1 });
  expect(p99(one.waitedMs)).toBeGreaterThan(2 * p99(many.waitedMs));
});
