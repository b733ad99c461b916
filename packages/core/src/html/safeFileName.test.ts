import fc from "fast-check";
import { expect, test } from "vitest";
import { safeFileName } from "./index.ts";

test.each([
  ["invoice.pdf", "invoice.pdf"],
  ["Übersicht Mai 2026.pdf", "Übersicht Mai 2026.pdf"],
  ["请求.txt", "请求.txt"],
  [
    "family \u{1F468}\u200D\u{1F469}\u200D\u{1F467}.png",
    "family \u{1F468}\u200D\u{1F469}\u200D\u{1F467}.png",
  ],
  [".bashrc", "bashrc"],
  ["../../etc/passwd", "passwd"],
  ["..\\..\\windows\\system.ini", "system.ini"],
  ["C:\\temp\\a.txt", "a.txt"],
  ["a/b/..", "b"],
  ["a.txt:ads", "a.txt_ads"],
  ["a.txt::$DATA", "a.txt__$DATA"],
  ["CON.txt", "_CON.txt"],
  ["nul", "_nul"],
  ["com1.tar.gz", "_com1.tar.gz"],
  ["LPT9", "_LPT9"],
  ["COM¹.txt", "_COM¹.txt"],
  ["c\u200Bon.txt", "_con.txt"],
  ["con .txt", "_con .txt"],
  ["nul\u0000.txt", "_nul .txt"],
  ["console.txt", "console.txt"],
  ["a\u200B\u200E\u2060\uFEFF.txt", "a.txt"],
  ["invoice\u202Efdp.exe", "invoicefdp.exe"],
  ["\u2066a\u2069.txt", "a.txt"],
  ["a\u0000b\r\nContent-Type: x.txt", "a b Content-Type_ x.txt"],
  ["a.txt...   ", "a.txt"],
  ["   ...a", "a"],
  ["a\u3164\u115F.txt", "a.txt"],
  ['<b>|?*".txt', "_b_____.txt"],
  ["", "file"],
  [".", "file"],
  ["...", "file"],
  ["\u202E", "file"],
  ["/", "file"],
  ["***", "file"],
  ["\uD800.txt", "txt"],
])("%j is kept as %j", (name, kept) => {
  expect(safeFileName(name)).toBe(kept);
});

test("a long name keeps its extension", () => {
  expect(safeFileName(`${"a".repeat(5_000)}.pdf`)).toBe(`${"a".repeat(196)}.pdf`);
  expect(new TextEncoder().encode(safeFileName(`${"ü".repeat(5_000)}.pdf`)).length).toBeLessThanOrEqual(200);
  expect(safeFileName(`a.${"b".repeat(5_000)}`)).toHaveLength(200);
});

test("any name comes out safe, and the same when it is made safe again", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc
      .array(fc.constantFrom("con", ".", "/", "\\", " ", ":", "a", "\u202E", "\u200D", "\u0000", "é"))
      .map((all) => all.join("")),
  );
  fc.assert(
    fc.property(name, (given) => {
      const kept = safeFileName(given);
      expect(kept).toMatch(/^(?![. ]).+(?<![. ])$/u);
      expect(kept).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_C}\u200B\u2060\uFEFF\\/:*?"<>|]/u);
      expect(kept).not.toMatch(/^(?:con|nul|aux|prn|com\d|lpt\d) *(?:\.|$)/i);
      expect(safeFileName(kept)).toBe(kept);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
