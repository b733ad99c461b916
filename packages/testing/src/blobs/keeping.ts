import { describe, expect, test } from "../checks/checks.ts";
import type { BlobsSuiteOptions } from "./options.ts";
import { inWorld, isSame, someBytes } from "./world.ts";

const key = "shop/att_1";

export function keepingChecks(options: BlobsSuiteOptions): void {
  const { largest = 20 * 1024 * 1024 } = options;
  describe("keeping", () => {
    test("what was put is opened, by this process and by another", () =>
      inWorld(options, async (blobs, world) => {
        const bytes = someBytes(1, 10_000);
        await blobs.put(key, bytes);
        expect(isSame(await blobs.open(key), bytes)).toBe(true);
        expect(isSame(await (await world.open()).open(key), bytes)).toBe(true);
      }));

    for (const size of [0, 1, 65_536, 65_537, largest])
      test(`${size} bytes come back as they were`, () =>
        inWorld(options, async (blobs) => {
          const bytes = someBytes(2, size);
          await blobs.put(key, bytes);
          const opened = await blobs.open(key);
          expect(opened).toBeInstanceOf(Uint8Array);
          expect(opened?.length).toBe(size);
          expect(isSame(opened, bytes)).toBe(true);
        }));

    test("putting under the same key replaces the bytes, with more, fewer and none", () =>
      inWorld(options, async (blobs) => {
        for (const [seed, size] of [1_000, 5_000, 10, 0, 70_000].entries()) {
          const bytes = someBytes(seed, size);
          await blobs.put(key, bytes);
          expect(isSame(await blobs.open(key), bytes)).toBe(true);
        }
      }));

    test("the part of a larger buffer is stored, not the buffer", () =>
      inWorld(options, async (blobs) => {
        const part = someBytes(3, 3_000).subarray(1_000, 2_000);
        await blobs.put(key, part);
        expect(isSame(await blobs.open(key), part)).toBe(true);
      }));

    test("what a caller does with opened bytes, or with its own after putting them, changes nothing", () =>
      inWorld(options, async (blobs) => {
        const bytes = someBytes(4, 1_000);
        const given = bytes.slice();
        await blobs.put(key, given);
        given.fill(0);
        const opened = await blobs.open(key);
        expect(isSame(opened, bytes)).toBe(true);
        opened?.fill(1);
        expect(isSame(await blobs.open(key), bytes)).toBe(true);
      }));

    test("a missing blob is null, before it was put and after it was deleted", () =>
      inWorld(options, async (blobs) => {
        expect(await blobs.open(key)).toBeNull();
        await blobs.put(key, someBytes(5, 100));
        await blobs.delete(key);
        expect(await blobs.open(key)).toBeNull();
        await blobs.put(key, someBytes(6, 50));
        expect(isSame(await blobs.open(key), someBytes(6, 50))).toBe(true);
      }));

    test("deleting what is missing resolves, however often", () =>
      inWorld(options, async (blobs, world) => {
        await expect(blobs.delete(key)).resolves.toBeUndefined();
        await blobs.put(key, someBytes(7, 100));
        await expect(blobs.delete(key)).resolves.toBeUndefined();
        await expect((await world.open()).delete(key)).resolves.toBeUndefined();
        await expect(blobs.delete("nobody/att_2")).resolves.toBeUndefined();
      }));
  });
}
