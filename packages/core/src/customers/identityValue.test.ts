import { expect, test } from "vitest";
import { wrongValue } from "./identityValue.ts";
import { isLocale } from "./inputs.ts";

test.each([
  "ada@example.com",
  "a.b+c@sub.example.co.uk",
  "ünï@bücher.example",
  "o'neil@example.com",
  "root@localhost",
  '"ada lovelace"@example.com',
  "a@xn--bcher-kva.example",
])("%s is an address", (value) => expect(wrongValue("email", value)).toBeNull());

test.each([
  "ada",
  "@example.com",
  "ada@",
  "a@b@c.example",
  "a b@c.example",
  "a..b@c.example",
  ".a@c.example",
  "a.@c.example",
  "a@.example",
  "a@example.",
  "a@-b.example",
  "a@b-.example",
  "<a@b.example>",
  "a@b.example, c@d.example",
  "a@b.example\nBcc: x@y.example",
  `${"a".repeat(65)}@b.example`,
  `a@${"b".repeat(256)}`,
  '""@b.example',
])("%j is no address", (value) => expect(wrongValue("email", value)).not.toBeNull());

test.each(["+43 1 234567", "0043/1/234567", "(030) 555-0142", "112", "47711", "+123456789012345"])(
  "%s is a number",
  (value) => expect(wrongValue("phone", value)).toBeNull(),
);

test.each(["12", "+", "++4312345", "+43 1 23x", "call me", "+1234567890123456", "4+3123"])(
  "%s is not a phone number",
  (value) => expect(wrongValue("phone", value)).toMatch(/telephone number/),
);

test("a value without anything in it is no identity of any kind", () => {
  for (const value of [" ", "\t\n", "\u00a0", "a\u0000b"])
    for (const kind of ["email", "phone", "telegram"])
      expect(wrongValue(kind, value), JSON.stringify(value)).not.toBeNull();
});

test.each(["de", "de-AT", "zh-Hant-TW", "eng", "sr-Latn", "de-x-formal"])("%s is a language", (tag) =>
  expect(isLocale(tag)).toBe(true),
);
test.each(["english", "German", "deutsch", "de_AT", "d", "", "x-private", "12", "de-"])("%j is none", (tag) =>
  expect(isLocale(tag)).toBe(false),
);
