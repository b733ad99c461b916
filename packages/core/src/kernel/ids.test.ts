import fc from "fast-check";
import { expect, test } from "vitest";
import { typeIds } from "./ids.ts";
import { repeatable } from "./kernelForTests.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The 128 bits of a TypeID's suffix, as the specification decodes them. */
function bitsOf(id: string): bigint {
  const suffix = id.slice(id.lastIndexOf("_") + 1);
  return [...suffix].reduce((bits, letter) => (bits << 5n) | BigInt(alphabet.indexOf(letter)), 0n);
}

/** Clock readings: mostly increasing, sometimes going back, often the same. */
const moments = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { minLength: 2, maxLength: 60 });

test("ids ascend strictly, however the clock goes", () =>
  fc.assert(
    fc.property(moments, fc.nat(), (steps, seed) => {
      let now = 1_700_000_000_000;
      const ids = typeIds({ now: () => now, wait: async () => {} }, repeatable(seed));
      const made = steps.map((step) => {
        now += step;
        return ids.create("cas");
      });
      expect(made).toEqual([...made].sort());
      expect(new Set(made).size).toBe(made.length);
    }),
  ));

test("also when more are made in a millisecond than it has numbers", () => {
  const ids = typeIds({ now: () => 1_000, wait: async () => {} }, repeatable(1));
  const made = Array.from({ length: 10_000 }, () => ids.create("cas"));
  expect(made).toEqual([...made].sort());
  expect(new Set(made).size).toBe(made.length);
});

test("ids are TypeIDs: a prefix and a UUIDv7 in 26 letters of Crockford's base32", () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.nat(), (now, seed) => {
      const id = typeIds({ now: () => now, wait: async () => {} }, repeatable(seed)).create("cas");
      expect(id).toMatch(/^cas_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
      const bits = bitsOf(id);
      expect(Number(bits >> 80n)).toBe(now);
      expect((bits >> 76n) & 0xfn).toBe(7n);
      expect((bits >> 62n) & 0b11n).toBe(0b10n);
    }),
  ));

test("an id of the specification's own example decodes to its UUID", () => {
  const uuid = BigInt("0x01890a5dac96774bbcceb302099a8057");
  expect(bitsOf("prefix_01h455vb4pex5vsknk084sn02q")).toBe(uuid);
});

test("two processes with the same clock make different ids", () => {
  const clock = { now: () => 1_000, wait: async () => {} };
  const [left, right] = [typeIds(clock, repeatable(1)), typeIds(clock, repeatable(2))];
  const made = Array.from({ length: 1_000 }, () => [left.create("cas"), right.create("cas")]).flat();
  expect(new Set(made).size).toBe(made.length);
});
