import { beforeAll, expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, note, notes } from "./samples.ts";
import { concern, ids, othersTurn, rejection } from "./subject.ts";

const tenantId = "search";
const rows = [
  note(tenantId, "invoice", { title: "Invoice not received", body: "The invoice for March never came." }),
  note(tenantId, "cafe", { title: "Café hours", body: "When is the CAFÉ open?" }),
  note(tenantId, "cyrillic", { title: "Не работает вход", body: "Ошибка 403" }),
  note(tenantId, "greek", { title: "Άνοιγμα λογαριασμού", isPublic: false }),
  note(tenantId, "printer", {
    title: "Printer",
    body: "Printer, printer, printer: the printer and the invoice.",
  }),
  note(tenantId, "code", { title: "Case-6548", body: "select * from users; drop table x" }),
  note(tenantId, "empty"),
];

const found: readonly (readonly [title: string, text: string, wanted: readonly string[]])[] = [
  ["a word", "march", ["invoice"]],
  ["a word in another case", "MARCH", ["invoice"]],
  ["a word without its accent", "cafe", ["cafe"]],
  ["a word with an accent it has not", "ínvoice march", ["invoice"]],
  ["a decomposed accent", "cafe\u0301", ["cafe"]],
  ["every word must occur", "invoice printer", ["printer"]],
  ["words in different fields", "received never", ["invoice"]],
  ["words in any order", "march invoice", ["invoice"]],
  ["a word that is nowhere", "refund", []],
  ["a word beside one that is nowhere", "invoice refund", []],
  ["the beginning of a word", "invo marc", ["invoice"]],
  ["not the middle of a word", "voice", []],
  ["Cyrillic", "ОШИБКА", ["cyrillic"]],
  ["Greek", "ΆΝΟΙΓΜΑ", ["greek"]],
  ["digits", "403", ["cyrillic"]],
  ["a tracking code", "case-6548", ["code"]],
  ["no words at all", "", []],
  ["blanks", " \t\n ", []],
  ["signs only", "!?*-\"'()", []],
  ["a fraction, which few engines take for a word", "½", []],
  ["a raised digit", "²", []],
  ["a circled digit", "①", []],
  ["a private sign", "\uE000", []],
  ["a private sign beyond 16 bits", "\u{F0000}", []],
  ["nothing but such signs", "\uE000 ½ ²①", []],
  ["punctuation around words", "«march!» (invoice)...", ["invoice"]],
];

const operators: readonly (readonly [text: string, wanted: readonly string[]])[] = [
  ["march OR refund", []],
  ["march AND invoice", []],
  ["march NOT refund", []],
  ["march -invoice", ["invoice"]],
  ["title:march", []],
  ['"invoice march', ["invoice"]],
  ['"march invoice"', ["invoice"]],
  ["mar*", ["invoice"]],
  ["^invoice march", ["invoice"]],
  ["march + invoice", ["invoice"]],
  ["NEAR(march invoice)", []],
  ["march & invoice | x", []],
  ["march:*A", []],
  ["march <-> invoice", ["invoice"]],
  ["{title} : march", []],
  ["march'; drop table notes; --", []],
  ["march\\", ["invoice"]],
  ["march\u0000invoice", ["invoice"]],
  ["%arch", []],
  ["_arch", []],
];

/** Words are found whatever their case and accents; a search engine's operators are just text. */
export function searchTests(suite: StorageSuiteOptions): void {
  const isAble = capabilitiesOf(suite).search;
  concern(suite, "search", (subject) => {
    if (!isAble)
      test("throws UNSUPPORTED", async () => {
        await rejection(subject.storage.search(notes, { text: "x", limit: 1 }), "UNSUPPORTED");
      });

    const able = test.needs(isAble, "no search");
    beforeAll(() => subject.storage.commit(inserts(notes, rows)));
    const search = async (text: string, tenant = tenantId) =>
      ids(await subject.storage.search(notes, { text, where: { field: "tenantId", is: tenant }, limit: 50 }));

    for (const [title, text, wanted] of found)
      able(title, async () => {
        expect([...(await search(text))].sort()).toEqual(wanted);
      });
    for (const [text, wanted] of operators)
      able(`has no operator in ${JSON.stringify(text)}`, async () => {
        expect([...(await search(text))].sort()).toEqual(wanted);
      });

    able("the best come first", async () => {
      const tenant = subject.tenant();
      const filler = "lorem ipsum dolor sit amet";
      await subject.storage.commit(
        inserts(notes, [
          note(tenant, "a", { title: `${filler} router ${filler}` }),
          note(tenant, "b", { title: "router router router router" }),
        ]),
      );
      expect(await search("router", tenant)).toEqual(["b", "a"]);
    });
    able("the limit bounds the result, a filter narrows it", async () => {
      expect(await subject.storage.search(notes, { text: "invoice", limit: 1 })).toHaveLength(1);
      const where = { field: "isPublic", is: false } as const;
      expect(ids(await subject.storage.search(notes, { text: "λογαριασμού", where, limit: 5 }))).toEqual([
        "greek",
      ]);
      expect(await subject.storage.search(notes, { text: "invoice", where, limit: 5 })).toEqual([]);
    });
    able("rows come back whole", async () => {
      const [row] = await subject.storage.search(notes, {
        text: "403",
        where: { field: "tenantId", is: tenantId },
        limit: 5,
      });
      expect(row).toEqual(rows[2]);
    });
    able("an updated row is found by its new words only", async () => {
      const row = note(subject.tenant(), "a", { title: "before" });
      await subject.storage.commit(inserts(notes, [row]));
      await subject.storage.commit([{ kind: "update", table: notes, key: row, set: { title: "after" } }]);
      expect([await search("before", row.tenantId), await search("after", row.tenantId)]).toEqual([
        [],
        ["a"],
      ]);
    });
    able("a row whose text became null or was never there is not found", async () => {
      const row = note(subject.tenant(), "a", { title: "kept", body: "gone" });
      await subject.storage.commit(inserts(notes, [row]));
      await subject.storage.commit([{ kind: "update", table: notes, key: row, set: { body: null } }]);
      expect([await search("gone", row.tenantId), await search("kept", row.tenantId)]).toEqual([[], ["a"]]);
    });
    able("a deleted row is not found", async () => {
      const row = note(subject.tenant(), "a", { title: "deleted" });
      await subject.storage.commit(inserts(notes, [row]));
      await subject.storage.commit([{ kind: "delete", table: notes, key: row }]);
      expect(await search("deleted", row.tenantId)).toEqual([]);
    });
    able("a commit that fails leaves the search as it was", async () => {
      const row = note(subject.tenant(), "a", { title: "steady" });
      await subject.storage.commit(inserts(notes, [row]));
      const failing = subject.storage.commit([
        { kind: "update", table: notes, key: row, set: { title: "changed" } },
        ...inserts(notes, [note(row.tenantId, "b", { title: "added" }), row]),
      ]);
      await rejection(failing, "CONFLICT");
      expect([await search("steady", row.tenantId), await search("changed added", row.tenantId)]).toEqual([
        ["a"],
        [],
      ]);
    });
    able("rows contain the words that they were found by, while others change them", async () => {
      const tenant = subject.tenant();
      const written = Array.from({ length: 12 }, (_, at) => note(tenant, `n${at}`, { title: "harbour" }));
      await subject.storage.commit(inserts(notes, written));
      const changing = written.slice(0, 6);
      let isReading = true;
      const change = async () => {
        for (let at = 0; isReading && at < 300; at++) {
          const key = changing[at % changing.length] ?? note(tenant, "n0");
          const title = Math.floor(at / changing.length) % 2 === 0 ? "lighthouse" : "harbour";
          await subject.storage.commit([{ kind: "update", table: notes, key, set: { title } }]);
          await othersTurn();
        }
      };
      const writing = change();
      try {
        for (let left = 20; left > 0; left--) {
          const where = { field: "tenantId", is: tenant } as const;
          const found = await subject.storage.search(notes, { text: "harbour", where, limit: 50 });
          expect(new Set(found.map(({ title }) => title))).toEqual(new Set(["harbour"]));
          expect(new Set(ids(found)).size).toBe(found.length);
          for (const { id } of written.slice(6)) expect(ids(found)).toContain(id);
          await othersTurn();
        }
      } finally {
        isReading = false;
        await writing;
      }
    });
    able("a text of 100,000 words is searched", async () => {
      const words = Array.from({ length: 100_000 }, (_, at) => `word${at}`).join(" ");
      const row = note(subject.tenant(), "long", { title: "long", body: words });
      await subject.storage.commit(inserts(notes, [row]));
      expect(await search("word99999 word1", row.tenantId)).toEqual(["long"]);
    });
  });
}
