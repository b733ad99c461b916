import { type Blobs, blobKey, isSupportError } from "@heedkit/core";
import { describe, expect, test } from "../checks/checks.ts";
import type { BlobsSuiteOptions } from "./options.ts";
import { inWorld, isSame, someBytes } from "./world.ts";

/** Tenants and ids as hosts may name them: what the core makes of them is a key that every store has to take. */
const tenants = [
  "shop",
  "Shop",
  "SHOP",
  "shop/eu",
  "..",
  "con",
  "лавка",
  "店".repeat(20),
  "a_2fb",
  "a/b",
  "-",
  "_",
];

/** Keys that the core never makes. A store may refuse them; it must not mix them up. */
const hostileKeys = [
  ...[
    "",
    " ",
    ".",
    "..",
    "...",
    "/",
    "//",
    "a",
    "a/",
    "/a",
    "a//b",
    "a/b",
    "a/b/c",
    "a/./b",
    "a/../b",
    "../a/b",
  ],
  ...[
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\windows\\system.ini",
    "..\\..\\a",
    "a\\b",
    "a:b",
    "file:///etc/passwd",
  ],
  ...[
    "nul",
    "CON",
    "aux.txt",
    "a.",
    "a ",
    " a",
    "a\u0000",
    "a\u0000b",
    "a\nb",
    "a\u0001",
    "a\u007f",
    "a\ufeff",
  ],
  ...[
    "A",
    "A/B",
    "A/b",
    "a/B",
    "ä",
    "a\u0308",
    "Ä",
    "ß",
    "SS",
    "İ",
    "i",
    "I",
    "ı",
    "한국어",
    "👩‍👩‍👧",
    "\u202ea",
  ],
  ...[
    "a%2fb",
    "a%00",
    "%2e%2e/a",
    "a+b",
    "a b",
    "a?b",
    "a#b",
    "a&b=c",
    "a*b",
    'a"b',
    "a'b",
    "a`b",
    "$(a)",
    "{a}",
  ],
  ...[
    "_2e_2e",
    "=2e=2e",
    "=",
    "==",
    "~",
    "__proto__",
    "constructor",
    "'; drop table blobs; --",
    "<a>",
    "a|b",
  ],
  ...[
    "x".repeat(255),
    "x".repeat(256),
    "x".repeat(1_025),
    "X".repeat(5_000),
    "é".repeat(1_000),
    `${"a/".repeat(500)}b`,
  ],
  ...["\ud800", "\udfff", "a\ud800b", "\ufffd"],
];

export function separatingChecks(options: BlobsSuiteOptions): void {
  const test_ = test.needs(options.has?.openBeside !== false, "nothing can be opened beside it");
  describe("separating", () => {
    test("tenants never share bytes, whatever they are called", () =>
      inWorld(options, async (blobs) => {
        const keys = tenants.map((tenant) => blobKey(tenant, "att_1"));
        for (const [seed, key] of keys.entries()) await blobs.put(key, someBytes(seed, 40));
        for (const [seed, key] of keys.entries())
          expect(isSame(await blobs.open(key), someBytes(seed, 40)), key).toBe(true);
        await blobs.delete(blobKey("shop", "att_1"));
        expect(await Promise.all(keys.map((key) => blobs.open(key)))).toEqual([
          null,
          ...keys.slice(1).map((_, at) => someBytes(at + 1, 40)),
        ]);
      }));

    test("keys that only begin alike are separate", () =>
      inWorld(options, async (blobs) => {
        const keys = ["shop/att_1", "shop/att_11", "shop/att_", "shop2/att_1", "sho/patt_1"];
        for (const [seed, key] of keys.entries()) await blobs.put(key, someBytes(seed, 40));
        await blobs.delete("shop/att_1");
        expect(await blobs.open("shop/att_1")).toBeNull();
        for (const [seed, key] of keys.entries())
          if (seed > 0) expect(isSame(await blobs.open(key), someBytes(seed, 40)), key).toBe(true);
      }));

    test("hostile keys are kept apart or refused, and each is opened and deleted by itself", () =>
      inWorld(options, async (blobs) => {
        const kept = new Map<string, Uint8Array>();
        for (const [seed, key] of hostileKeys.entries()) {
          expect(
            await openOrRefuse(blobs, key),
            `${JSON.stringify(key.slice(0, 40))} before it was put`,
          ).toBeNull();
          const bytes = someBytes(seed, 40);
          if (await isTaken(blobs.put(key, bytes))) kept.set(key, bytes);
        }
        for (const [key, bytes] of kept)
          expect(isSame(await blobs.open(key), bytes), JSON.stringify(key.slice(0, 40))).toBe(true);
        for (const key of hostileKeys) {
          await isTaken(blobs.delete(key));
          kept.delete(key);
          expect(await openOrRefuse(blobs, key)).toBeNull();
        }
        expect(kept.size).toBe(0);
      }));

    test("deleting one hostile key leaves the others", () =>
      inWorld(options, async (blobs) => {
        const alike = ["a", "A", "a/b", "A/b", "a/B", "a%2fb", "ä", "a\u0308", "a_2fb"];
        const kept: string[] = [];
        for (const key of alike) if (await isTaken(blobs.put(key, someBytes(1, 40)))) kept.push(key);
        for (const [at, key] of kept.entries()) {
          await blobs.delete(key);
          for (const other of kept.slice(at + 1)) expect(await blobs.open(other), other).not.toBeNull();
        }
      }));

    test_("a store beside it has nothing in common with it", () =>
      inWorld(options, async (blobs, world) => {
        const beside = await world.openBeside?.();
        if (beside === undefined)
          throw new Error("openBeside is missing: give it, or say has.openBeside: false.");
        const keys = ["shop/att_1", "../shop/att_2", "a/../../shop/att_3"];
        for (const key of keys) {
          if (!(await isTaken(blobs.put(key, someBytes(1, 40))))) continue;
          expect(await beside.open(key)).toBeNull();
          await beside.delete(key);
          expect(isSame(await blobs.open(key), someBytes(1, 40))).toBe(true);
          await beside.put(key, someBytes(2, 40));
          expect(isSame(await blobs.open(key), someBytes(1, 40))).toBe(true);
          await blobs.delete(key);
          expect(isSame(await beside.open(key), someBytes(2, 40))).toBe(true);
        }
      }),
    );
  });
}

/** Whether a call was accepted. It may only be refused with a clear error. */
async function isTaken(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isSupportError(error) && !error.retryable) return false;
    throw error;
  }
}

async function openOrRefuse(blobs: Blobs, key: string): Promise<Uint8Array | null> {
  let opened: Uint8Array | null = null;
  await isTaken(
    blobs.open(key).then((bytes) => {
      opened = bytes;
    }),
  );
  return opened;
}
