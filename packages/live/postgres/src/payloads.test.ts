import { expect, test } from "vitest";
import { payloadReader, payloadsOf } from "./payloads.ts";

const id = "0b0c7c8e-4a3b-4f7e-9f6e-1d2c3b4a5968";

test("a payload is never longer than PostgreSQL takes, in bytes, and comes back whole", () => {
  for (const length of [0, 1, 7_000, 7_840, 7_841, 8_000, 100_000]) {
    const message = { text: "👩한".repeat(length / 3), at: length };
    const payloads = payloadsOf(id, "cases", message);
    expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8_000);
    const reader = payloadReader();
    const read = payloads.map((payload) => reader.read(payload));
    expect(read.pop()).toEqual(["cases", message]);
    expect(read.every((each) => each === null)).toBe(true);
  }
});

test("a message of which a part is missing never comes, and harms no other", () => {
  const long = payloadsOf(id, "cases", { text: "x".repeat(20_000) });
  const short = payloadsOf("other", "cases", { at: 1 });
  const reader = payloadReader();
  const order = [long[0] ?? "", short[0] ?? "", long[2] ?? ""];
  expect(order.map((payload) => reader.read(payload))).toEqual([null, ["cases", { at: 1 }], null]);
});

test("what is no message of ours is refused", () => {
  const reader = payloadReader();
  for (const foreign of ["", "hello", "x 1/1 {}", 'x 1/1 ["cases",{"a":[]}]'])
    expect(() => reader.read(foreign)).toThrow();
});
