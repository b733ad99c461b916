import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trackingCodes } from "./trackingCode.ts";

const number = fc.integer({ min: 1, max: 999_999_999 });
const checked = trackingCodes({ checkDigit: true });

describe("tracking codes", () => {
  test.each([
    [undefined, 6548, "Case-6548"],
    ["Case-{number}", 1, "Case-1"],
    ["Ticket-{number:5}", 42, "Ticket-00042"],
    ["Ticket-{number:5}", 1_234_567, "Ticket-1234567"],
    ["SUP{number}", 7, "SUP7"],
    ["[Vorgang #{number}]", 12, "[Vorgang #12]"],
    ["Acme Ltd. / Case {number} / EU", 9, "Acme Ltd. / Case 9 / EU"],
    ["Fall–{number}", 3, "Fall–3"],
    ["Case №{number}", 3, "Case №3"],
    ["मामला-{number}", 3, "मामला-3"],
    ["Cafe\u0301-{number}", 3, "Caf\u00e9-3"],
  ])("in the format %j the number %i is %j, and is found again", (format, of, code) => {
    const codes = trackingCodes(format === undefined ? {} : { format });
    expect(codes.format(of)).toBe(code);
    expect(codes.find(`Re: ${code}, please`)).toEqual([code]);
    expect(codes.find(code.toLowerCase())).toEqual([code]);
    expect(codes.find(code.normalize("NFD"))).toEqual([code]);
  });

  test.each([
    "case 6548",
    "[#Case-6548]",
    "RE: CASE-6548",
    "AW: WG: Fwd: (Case#6548) Ihre Anfrage",
    "case: 6548",
    "Case_6548",
    "case6548",
    "Case  6548",
    "Case\u00a06548",
    "Case-6548!",
    "about Case-6548.",
    "Case‐6548",
    "Case – 6548",
    "CASE-006548",
  ])("%j names the case 6548", (text) => {
    expect(trackingCodes().find(text)).toEqual(["Case-6548"]);
  });

  test.each([
    "6548",
    "Suitcase-6548",
    "Case-6548b",
    "Case-6548²",
    "Case-",
    "Case six",
    "case for 6548",
    "Case-0",
    "Case-1234567890123456",
    "",
  ])("%j names no case", (text) => {
    expect(trackingCodes().find(text)).toEqual([]);
  });

  test("codes are listed once each, in the order of the text", () => {
    expect(trackingCodes().find("Case-3, case 1 and CASE-3 again")).toEqual(["Case-3", "Case-1"]);
  });

  test("whatever the format, what is written is found", () => {
    const word = fc.constantFrom("Case", "Anfrage", "Запрос", "案件", "ticket", "Café", "विषय", "ABC1");
    const gap = fc.constantFrom("-", " ", " #", ": ", "/", "·", " - ", "_");
    const suffix = fc.constantFrom("", "-EU", "]", " (support)", "/x");
    fc.assert(
      fc.property(
        fc.tuple(word, gap, suffix, fc.integer({ min: 0, max: 12 }), fc.boolean()),
        number,
        ([first, between, last, width, checkDigit], of) => {
          const format = `${first}${between}{number:${width}}${last}`;
          const codes = trackingCodes({ format, checkDigit });
          const code = codes.format(of);
          expect(codes.find(`Fwd: ${code} - hello`)).toEqual([code]);
          expect(codes.find(code.toUpperCase())).toEqual([code]);
        },
      ),
    );
  });
});

describe("the check digit", () => {
  test("of the thesis: 572 has the digit 4", () => {
    expect(checked.format(572)).toBe("Case-5724");
  });

  test("finds every single wrong digit", () =>
    fc.assert(
      fc.property(number, fc.nat(), fc.integer({ min: 1, max: 9 }), (of, place, by) => {
        const digits = [...checked.format(of).replace("Case-", "")].map(Number);
        const at = place % digits.length;
        digits[at] = ((digits[at] ?? 0) + by) % 10;
        expect(checked.find(`Case-${digits.join("")}`)).toEqual([]);
      }),
    ));

  test("finds every swap of two neighbours", () =>
    fc.assert(
      fc.property(number, fc.nat(), (of, place) => {
        const digits = [...checked.format(of).replace("Case-", "")];
        const at = place % (digits.length - 1);
        const [left, right] = [digits[at] ?? "", digits[at + 1] ?? ""];
        fc.pre(left !== right);
        digits.splice(at, 2, right, left);
        expect(checked.find(`Case-${digits.join("")}`)).toEqual([]);
      }),
    ));

  test("finds nine of ten guesses", () => {
    const guesses = Array.from({ length: 1_000 }, (_, at) => `Case-${at + 10_000}`);
    expect(guesses.filter((guess) => checked.find(guess).length > 0)).toHaveLength(100);
  });
});

describe("hostile subjects", () => {
  const million = 1_000_000;
  test.each([
    ["letters", "a".repeat(million)],
    ["the word without end", "case".repeat(million / 4)],
    ["words and gaps", "case ".repeat(million / 5)],
    ["gaps", `case${"-".repeat(million)}1`],
    ["digits", `case-${"1".repeat(million)}`],
    ["codes", Array.from({ length: million / 10 }, (_, at) => `case-${at}`).join(" ")],
    ["marks", `case${"\u0301".repeat(million)}`],
  ])("a million %s take no time and few codes", (_, text) => {
    const codes = trackingCodes({ format: "Acme case-{number}-x-y-z" });
    const plain = trackingCodes();
    const before = performance.now();
    for (let times = 0; times < 20; times++) {
      expect(codes.find(text).length).toBeLessThanOrEqual(20);
      expect(plain.find(text).length).toBeLessThanOrEqual(20);
    }
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test("a number that is cut off where looking ends is not taken for another", () => {
    for (let gap = 1_980; gap <= 2_000; gap++) {
      const found = trackingCodes().find(`${"x".repeat(gap - 1)} Case-123456`);
      expect([[], ["Case-123456"]]).toContainEqual(found);
    }
  });
});

describe("a format", () => {
  test.each([
    ["Case", "once"],
    ["Case-{number}-{number}", "once"],
    ["{number}", "start with a word"],
    ["#{number}", "start with a word"],
    ["Case-{number}7", "digit right after"],
    ["Case-{number:16}", "digits"],
    ["Case-{number:99}", "digits"],
  ])("%j is refused: it must hold to the rule on %s", (format, why) => {
    expect(() => trackingCodes({ format })).toThrow(why);
  });
});

test.each([
  ["Offer [Case-7]", "Offer <[Case-7]>"],
  ["[#CASE-7] Offer (case 8)", "<[#CASE-7]> Offer <(case 8)>"],
  ["case 7, please", "Case-7, please"],
  ["[Case-7 and more] Case-70 Ticket-7", "[Case-7 and more] Case-70 Ticket-7"],
  ["nothing", "nothing"],
])("codes in %j can be replaced, apart from brackets around them", (text, expected) => {
  const write = (code: string, { written, isBracketed }: { written: string; isBracketed: boolean }) =>
    isBracketed ? `<${written}>` : code;
  expect(trackingCodes().replace(text, write)).toBe(expected);
});

test("replacing keeps what is beyond the characters that are looked at", () => {
  const text = `Case-7 ${"x".repeat(3_000)} Case-8`;
  expect(trackingCodes().replace(text, () => "")).toBe(text.slice("Case-7".length));
});
