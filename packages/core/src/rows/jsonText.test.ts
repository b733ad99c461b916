import { expect, test } from "vitest";
import { jsonText } from "./index.ts";

test.each<[string, unknown, unknown]>([
  ["in values", ["x\ud83dy"], ["x\uFFFDy"]],
  ["in names", { "\udc00": 1 }, { "\uFFFD": 1 }],
  ["in two names that become one", { "\ud800": 1, "\ud801": 2 }, { "\uFFFD": 2 }],
  ["beside whole characters and backslashes", ["\u{1F600}\\ud83d\ud83d"], ["\u{1F600}\\ud83d\uFFFD"]],
])("a lone surrogate becomes U+FFFD in JSON: %s", (_, given, kept) => {
  expect(JSON.parse(jsonText(given) ?? "")).toEqual(kept);
});

test("what is well-formed is left as it is, and what is no JSON is undefined", () => {
  expect(jsonText({ b: "\\ud83d\u0000", a: 1 })).toBe('{"b":"\\\\ud83d\\u0000","a":1}');
  expect(jsonText(() => 1)).toBeUndefined();
});
