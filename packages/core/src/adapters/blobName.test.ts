import fc from "fast-check";
import { expect, test } from "vitest";
import { blobName } from "./blobName.ts";

test.each([
  ["default/att_5f1", "default/att_5f1"],
  ["Default/att_5f1", "==44efault=2fatt_5f1"],
  ["default", "=default"],
  ["", "="],
  [".", "==2e"],
  ["../../etc/passwd", "==2e=2e=2f=2e=2e=2fetc=2fpasswd"],
  ["a//b", "=a=2f=2fb"],
  ["a/b/c", "=a=2fb=2fc"],
  ["a\u0000", "=a=00"],
  ["=2e", "==3d2e"],
  ["é", "==c3=a9"],
  ["e\u0301", "=e=cc=81"],
])("the key %j is kept as %s", async (key, name) => expect(await blobName(key)).toBe(name));

test("a long key has a name of its own that fits", async () => {
  const [one, other] = await Promise.all([blobName("é".repeat(5_000)), blobName(`${"é".repeat(4_999)}e`)]);
  expect(one).toMatch(/^==x[0-9a-f]{64}$/);
  expect(other).not.toBe(one);
  expect(await blobName(`${"t".repeat(150)}/${"i".repeat(50)}`)).toMatch(/^==x[0-9a-f]{64}$/);
});

test("two keys never share a name, whatever their case, and every name is safe", () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), async (one, other) => {
      const names = await Promise.all([blobName(one), blobName(other)]);
      for (const name of names) expect(name).toMatch(/^[a-z0-9_=-]+(?:\/[a-z0-9_-]+)?$/);
      expect(names[0] === names[1]).toBe(one === other);
    }),
  ));

test.each(["\ud800", "a\udc00b"])("a key that isn't well-formed is refused: %j", (key) =>
  expect(blobName(key)).rejects.toMatchObject({ code: "INVALID_INPUT" }),
);
