import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

/** Values come back as they went in. */
export function fidelityTests(suite: StorageSuiteOptions): void {
  concern(suite, "fidelity", (subject) => {
    const roundTrip = async (values: Partial<Thing>) => {
      const row = thing(subject.tenant(), "a", values);
      await subject.storage.commit(inserts(things, [row]));
      expect((await subject.storage.get(things, [row]))[0]).toEqual(row);
    };

    const texts: Readonly<Record<string, string>> = {
      "the empty text": "",
      "blanks around": "  a b\t\r\n ",
      "emoji with joiners": "👩‍👩‍👧‍👦 🏳️‍🌈",
      "characters beyond the basic plane": "\u{10000}\u{1F600}\u{10FFFF}",
      "composed and decomposed accents, kept apart": "\u00e9 e\u0301",
      "right-to-left": "שלום \u202Eabc\u202C مرحبا",
      "non-characters": "\uFFFE\uFFFF\uFEFF",
      "control characters": "\u0001\u0008\u001b\u007f\u0085",
      "quotes and escapes": "'\"`\\\\' \\n ''; -- /* */",
      "signs of patterns": "%_[]^*?",
      "JSON in a text": '{"a":[1,"x"]}',
      "a number in a text": "007.50",
      "the word null": "null",
    };
    for (const [title, name] of Object.entries(texts))
      test(`text: ${title}`, () => roundTrip({ name, nickname: name }));

    test("text with U+0000 comes back whole or is refused, never cut", async () => {
      const row = thing(subject.tenant(), "a", { name: "before\u0000after" });
      const refused = await subject.storage.commit(inserts(things, [row])).then(
        () => null,
        (error: unknown) => error,
      );
      if (refused === null) expect(await subject.storage.get(things, [row])).toEqual([row]);
      else expect(refused).toMatchObject({ code: "INVALID_INPUT" });
    });
    test("a lone surrogate, which no encoding has, becomes U+FFFD", async () => {
      const row = thing(subject.tenant(), "a", { name: "x\ud83dy" });
      await subject.storage.commit(inserts(things, [row]));
      expect((await subject.storage.get(things, [row]))[0]?.name).toBe("x\uFFFDy");
    });

    const numbers = [0, 1, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, -(2 ** 53) + 1];
    for (const count of numbers) test(`whole number: ${count}`, () => roundTrip({ count, rank: count }));
    const fractions = [
      0.1,
      -0.1,
      1 / 3,
      1e-300,
      1.7976931348623157e308,
      5e-324,
      2 ** 53 + 2,
      123456789.12345679,
    ];
    for (const score of fractions) test(`fraction: ${score}`, () => roundTrip({ score }));
    test("minus zero comes back as zero", async () => {
      const row = thing(subject.tenant(), "a", { score: -0, count: -0 });
      await subject.storage.commit(inserts(things, [row]));
      expect((await subject.storage.get(things, [row]))[0]).toMatchObject({ score: 0, count: 0 });
    });
    const instants = [0, -1, 1, 951_782_400_000, 1_767_603_600_123, 8.64e15, -8.64e15, -62_135_596_800_000];
    for (const at of instants)
      test(`instant: ${new Date(at).toISOString()}`, () => roundTrip({ at, dueAt: at }));

    const documents: Readonly<Record<string, unknown>> = {
      "a text": "plain",
      "the text null": "null",
      "an empty text": "",
      "a number": 0.1,
      false: false,
      "an empty list": [],
      "an empty object": {},
      nested: { list: [1, [2, [3, { four: null }]]], "": { " ": "\u{1F600}\u0000" } },
      "keys of every object": JSON.parse('{"__proto__":{"x":1},"constructor":"c","toString":1}'),
      "keys in their order": { b: 1, a: 2, "10": 3, "9": 4 },
      deep: Array.from({ length: 200 }).reduce<unknown>((inner) => ({ inner }), "end"),
    };
    for (const [title, extra] of Object.entries(documents))
      test(`JSON: ${title}`, () => roundTrip({ extra }));
    test("JSON keeps the order of its keys", async () => {
      const row = thing(subject.tenant(), "a", { extra: { z: 1, a: 2, m: { y: 1, b: 2 } } });
      await subject.storage.commit(inserts(things, [row]));
      expect(JSON.stringify((await subject.storage.get(things, [row]))[0]?.extra)).toBe(
        JSON.stringify(row.extra),
      );
    });

    test("bytes: none", () => roundTrip({ payload: new Uint8Array(0) }));
    test("bytes: each", () => roundTrip({ payload: Uint8Array.from({ length: 256 }, (_, at) => at) }));
    test("bytes: a window of a larger buffer", async () => {
      const payload = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3);
      const row = thing(subject.tenant(), "a", { payload });
      await subject.storage.commit(inserts(things, [row]));
      expect((await subject.storage.get(things, [row]))[0]?.payload).toEqual(Uint8Array.of(2, 3));
    });
    test("an id may be any text", async () => {
      const tenantId = "tenant '\"\\ \u{1F600}";
      const odd = ["", " ", "'", "a/b?c#d", "\u{1F600}", "ID", "id", "x".repeat(255)];
      await subject.storage.commit(
        inserts(
          things,
          odd.map((id) => thing(tenantId, id)),
        ),
      );
      for (const id of odd) expect(ids(await subject.storage.get(things, [{ tenantId, id }]))).toEqual([id]);
    });
  });
}
