import { describe, expect, test } from "../checks/checks.ts";
import type { BlobsSuiteOptions } from "./options.ts";
import { inWorld, isSame, someBytes } from "./world.ts";

const key = "shop/att_1";

export function racingChecks(options: BlobsSuiteOptions): void {
  const needsInterrupts = test.needs(options.has?.interruptPut !== false, "puts can't be interrupted");
  const needsAtomicPuts = test.needs(options.has?.atomicPuts !== false, "puts aren't atomic");
  describe("racing", () => {
    test("many blobs are put, opened and deleted at once", () =>
      inWorld(options, async (blobs, world) => {
        const other = await world.open();
        const keys = Array.from({ length: 60 }, (_, at) => `shop${at % 3}/att_${at}`);
        await Promise.all(keys.map((one, at) => (at % 2 ? blobs : other).put(one, someBytes(at, 2_000))));
        const opened = await Promise.all(keys.map((one) => other.open(one)));
        expect(opened.map((bytes, at) => isSame(bytes, someBytes(at, 2_000)))).not.toContain(false);
        await Promise.all(keys.map((one) => blobs.delete(one)));
        expect(await Promise.all(keys.map((one) => other.open(one)))).toEqual(keys.map(() => null));
      }));

    test("who reads while others replace gets one or the other, whole", () =>
      inWorld(options, async (blobs, world) => {
        const [one, two] = [someBytes(1, 300_000), someBytes(2, 200_000)];
        const other = await world.open();
        await blobs.put(key, one);
        let isWriting = true;
        const writing = (async () => {
          for (let round = 0; round < 20; round++) await other.put(key, round % 2 === 0 ? two : one);
          isWriting = false;
        })();
        // Rejecting is allowed, as where a store notices that it read parts of both.
        let whole = 0;
        while (isWriting) {
          const opened = await blobs.open(key).catch(() => undefined);
          // A store that answers without waiting for anything would keep the writer from its turn.
          await new Promise((resolve) => setTimeout(resolve));
          if (opened === undefined) continue;
          expect(isSame(opened, one) || isSame(opened, two)).toBe(true);
          whole += 1;
        }
        await writing;
        expect(whole).toBeGreaterThan(0);
        expect(isSame(await blobs.open(key), one)).toBe(true);
      }));

    needsAtomicPuts("of several puts under one key, one wins, whole", () =>
      inWorld(options, async (blobs, world) => {
        const stores = [blobs, await world.open(), await world.open()];
        const values = Array.from({ length: 6 }, (_, seed) => someBytes(seed, 50_000 + seed));
        const puts = values.map(async (bytes, at) => stores[at % stores.length]?.put(key, bytes));
        const outcomes = await Promise.allSettled(puts);
        expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
        const opened = await blobs.open(key);
        const winners = values.filter((bytes) => isSame(bytes, opened));
        expect(winners).toHaveLength(1);
      }),
    );

    needsInterrupts("an interrupted put leaves the old bytes or the new ones, never half of them", () =>
      inWorld(options, async (blobs, world) => {
        const [old, renewed] = [someBytes(1, 3_000_000), someBytes(2, 4_000_000)];
        for (let round = 0; round < 6; round++) {
          await blobs.put(key, old);
          if (world.interruptPut === undefined)
            throw new Error("interruptPut is missing: give it, or say has.interruptPut: false.");
          await world.interruptPut(key, renewed);
          const opened = await blobs.open(key);
          expect(isSame(opened, old) || isSame(opened, renewed), `round ${round}`).toBe(true);
        }
      }),
    );

    needsInterrupts("an interrupted first put leaves nothing or everything", () =>
      inWorld(options, async (blobs, world) => {
        for (let round = 0; round < 6; round++) {
          const fresh = `shop/att_${round}`;
          await world.interruptPut?.(fresh, someBytes(3, 3_000_000));
          const opened = await blobs.open(fresh);
          expect(opened === null || isSame(opened, someBytes(3, 3_000_000)), `round ${round}`).toBe(true);
          await blobs.put(fresh, someBytes(4, 100));
          expect(isSame(await blobs.open(fresh), someBytes(4, 100))).toBe(true);
        }
      }),
    );
  });
}
