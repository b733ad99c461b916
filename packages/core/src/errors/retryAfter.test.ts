import { expect, test } from "vitest";
import { retryAfterMs } from "./retryAfter.ts";

const now = Date.parse("2026-01-05T09:00:00Z");

test.each([
  ["120", 120_000],
  [" 7 ", 7_000],
  ["0", 0],
  ["999999999", 86_400_000],
  ["Mon, 05 Jan 2026 09:02:00 GMT", 120_000],
  ["Monday, 05-Jan-26 09:02:00 GMT", 120_000],
  ["Mon Jan  5 09:02:00 2026", 120_000],
  ["Mon, 05 Jan 2026 08:00:00 GMT", 0],
  ["Mon, 05 Jan 2099 08:00:00 GMT", 86_400_000],
  [null, undefined],
  [undefined, undefined],
  ["", undefined],
  ["soon", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["1e9", undefined],
  ["2026", 2_026_000],
  ["Mon, 99 Foo 2026 09:02:00 GMT", undefined],
  ["9".repeat(400), undefined],
])("Retry-After: %s", (header, wanted) => {
  expect(retryAfterMs(header, now)).toBe(wanted);
});
