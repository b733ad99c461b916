import { expect, test } from "vitest";
import { normaliseEmail } from "./normaliseEmail.ts";
import { parseAddressList } from "./parseAddress.ts";

test.each([
  ["Ann.Lee@Shop.Example", "ann.lee@shop.example"],
  [" <ann@shop.example> ", "ann@shop.example"],
  ["mailto:ann@shop.example", "ann@shop.example"],
  ["ann@shop.example.", "ann@shop.example"],
  ["ann@MÜNCHEN.example", "ann@xn--mnchen-3ya.example"],
  ["ann@mu\u0308nchen.example", "ann@xn--mnchen-3ya.example"],
  ["ann@xn--mnchen-3ya.example", "ann@xn--mnchen-3ya.example"],
  ["ann@例え。jp", "ann@xn--r8jz45g.jp"],
  ["JO\u0308RG@x.example", "j\u00f6rg@x.example"],
  ['"ann.lee"@x.example', "ann.lee@x.example"],
  ['"ann lee"@x.example', '"ann lee"@x.example'],
  ['"a\\"b"@x.example', '"a\\"b"@x.example'],
  ["ann+tag@x.example", "ann+tag@x.example"],
  ["ann@[192.0.2.1]", "ann@[192.0.2.1]"],
  ["a@b@c.example", null],
  ["ann", null],
  ["@x.example", null],
  ["ann@", null],
  ["ann lee@x.example", null],
  ["ann@x..example", null],
  ["ann@x.example\r\nBcc: b@x.example", null],
  ["ann\u0000@x.example", null],
  [`${"a".repeat(400)}@x.example`, null],
])("%j is %j", (address, expected) => {
  expect(normaliseEmail(address)).toBe(expected);
});

test("a normalised address stays as it is", () => {
  for (const address of ["ann@xn--mnchen-3ya.example", '"a b"@x.example', "jörg@x.example"]) {
    expect(normaliseEmail(address)).toBe(address);
  }
});

test("addresses come out of a header field whatever way it is written", () => {
  const field =
    '"Lee, Ann" <ANN@x.example>, team: bo@x.example, Cy <cy@x.example>;, =?utf-8?q?D=C3=B6r?= <d@x.example>, nobody, Pete(A \\) chap) <pete(his)@silly . test(host)>';
  expect(parseAddressList(field).map(({ value, name }) => [value, name])).toEqual([
    ["ann@x.example", "Lee, Ann"],
    ["bo@x.example", null],
    ["cy@x.example", "Cy"],
    ["d@x.example", "Dör"],
  ]);
  expect(
    parseAddressList("Pete(A wonderful \\) chap) <pete(his account)@silly.test(his host)>")[0]?.value,
  ).toBe("pete@silly.test");
});

test("a display name can't pose as an address or turn the line round", () => {
  expect(parseAddressList('"a\u202eb\u0007c" <x@y.example>')[0]?.name).toBe("a bc");
});
