import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { acrossRestart, concern, rejection } from "./subject.ts";

/** Each number is given out once: to concurrent callers, to several storages, after a restart. */
export function sequenceTests(suite: StorageSuiteOptions): void {
  concern(suite, "sequences", (subject) => {
    const { shared, durable } = capabilitiesOf(suite);

    test("begin at 1 and go up by 1", async () => {
      const name = subject.tenant();
      const given = [
        await subject.storage.next(name, 1),
        await subject.storage.next(name, 1),
        await subject.storage.next(name, 1),
      ];
      expect(given).toEqual([1, 2, 3]);
    });
    test("do not know of each other", async () => {
      const [one, other] = [subject.tenant(), subject.tenant()];
      await subject.storage.next(one, 5);
      expect(await subject.storage.next(other, 1)).toBe(1);
    });
    test("several numbers are consecutive, more than a block too", async () => {
      const name = subject.tenant();
      const taken: number[] = [];
      for (const count of [3, 1, 500, 2, 64, 1000, 1]) {
        const first = await subject.storage.next(name, count);
        taken.push(...Array.from({ length: count }, (_, at) => first + at));
      }
      expect(new Set(taken).size).toBe(taken.length);
      expect([...taken].sort((left, right) => left - right)).toEqual(taken);
    });
    test("a name may be any text", async () => {
      for (const name of ["", "a'b\"c;--", "Größe \u{1F600}", "%"])
        expect(await subject.storage.next(name, 1)).toBe(1);
      expect(await subject.storage.next("größe \u{1F600}", 1)).toBe(1);
    });
    test("500 concurrent callers get different numbers", async () => {
      const name = subject.tenant();
      const given = await Promise.all(Array.from({ length: 500 }, () => subject.storage.next(name, 1)));
      expect(new Set(given).size).toBe(500);
    });
    test.needs(shared, "not shared")("several storages of the same data never give one twice", async () => {
      const name = subject.tenant();
      const given = await subject.together(2, (all) =>
        Promise.all(Array.from({ length: 400 }, (_, at) => all[at % 3]?.next(name, 1))),
      );
      expect(new Set(given).size).toBe(400);
    });
    test.needs(shared, "not shared")("a storage that is opened beside goes on above", async () => {
      const name = subject.tenant();
      const last = await subject.storage.next(name, 10);
      const next = await subject.together(1, async ([, beside]) => beside?.next(name, 1));
      expect(next).toBeGreaterThan(last + 9);
    });
    test.needs(durable, "not durable")("a storage that is opened again goes on above", () =>
      acrossRestart(suite, async (storage) => {
        const last = await storage.next("numbers", 10);
        return async (again) => expect(await again.next("numbers", 1)).toBeGreaterThan(last + 9);
      }),
    );
    for (const count of [0, -1, 1.5, Number.NaN])
      test(`${count} numbers are refused`, async () => {
        await rejection(subject.storage.next(subject.tenant(), count), "INVALID_INPUT");
      });
  });
}
