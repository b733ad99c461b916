import type { Change, UpsertChange } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, note, notes, type Thing, thing, things } from "./samples.ts";
import { concern, conflict, ids, rejection } from "./subject.ts";

/** Rows that are inserted, or changed where they exist. */
export function upsertTests(suite: StorageSuiteOptions): void {
  concern(suite, "upserts", (subject) => {
    const upsert = (row: Thing, rest: Partial<UpsertChange> = {}): UpsertChange => ({
      kind: "upsert",
      table: things,
      row: { ...row },
      ...rest,
    });
    const stored = async (tenantId: string) =>
      subject.storage.find(things, { where: { field: "tenantId", is: tenantId }, limit: 100 });

    test("inserts the row as given if there is none, whatever is set, incremented and expected", async () => {
      const row = thing(subject.tenant(), "a", { count: 5, labels: ["x"], payload: Uint8Array.of(1, 2) });
      const rest = { set: { rank: 7 }, increment: { count: 1 }, expect: { isOpen: false } };
      await subject.storage.commit([upsert(row, rest)]);
      expect(await stored(row.tenantId)).toEqual([row]);
    });
    test("changes the row that has the id, and only what is named", async () => {
      const row = thing(subject.tenant(), "a", { count: 5, nickname: "kept" });
      await subject.storage.commit(inserts(things, [row]));
      const other = { ...row, count: 100, nickname: "not taken" };
      await subject.storage.commit([
        upsert(other, { set: { rank: 7, extra: { a: 1 } }, increment: { count: 2 } }),
      ]);
      expect(await stored(row.tenantId)).toEqual([{ ...row, rank: 7, extra: { a: 1 }, count: 7 }]);
    });
    test("without anything to change it leaves the row as it is", async () => {
      const row = thing(subject.tenant(), "a", { count: 5 });
      await subject.storage.commit(inserts(things, [row]));
      await subject.storage.commit([upsert({ ...row, count: 6 }), upsert({ ...row, count: 7 })]);
      expect(await stored(row.tenantId)).toEqual([row]);
    });
    test("finds the row by a unique key, and keeps its id", async () => {
      const row = thing(subject.tenant(), "a", { name: "Größe" });
      await subject.storage.commit(inserts(things, [row]));
      const other = thing(row.tenantId, "b", { name: "Größe" });
      await subject.storage.commit([upsert(other, { by: "name", increment: { count: 3 } })]);
      expect(await stored(row.tenantId)).toEqual([{ ...row, count: 3 }]);
      const upper = thing(row.tenantId, "c", { name: "GRÖSSE" });
      await subject.storage.commit([upsert(upper, { by: "name", increment: { count: 3 } })]);
      expect(ids(await stored(row.tenantId))).toEqual(["a", "c"]);
    });
    test("finds the row by a unique key of a long text", async () => {
      const name = "long ".repeat(2000);
      const row = thing(subject.tenant(), "a", { name });
      const rest = { by: "name", increment: { count: 1 } };
      await subject.storage.commit([upsert(row, rest), upsert({ ...row, id: "b" }, rest)]);
      await subject.storage.commit([upsert({ ...row, id: "c", name: `${name}er` }, rest)]);
      expect((await stored(row.tenantId)).map(({ id, count }) => [id, count])).toEqual([
        ["a", 1],
        ["c", 0],
      ]);
    });
    test("a key of several fields finds no row where one of them is null", async () => {
      const tenantId = subject.tenant();
      const rest = { by: "place", increment: { count: 1 } };
      const at = (id: string, rank: number | null) =>
        upsert(thing(tenantId, id, { nickname: "x", rank }), rest);
      await subject.storage.commit([at("a", 1), at("b", null), at("c", null), at("d", 1)]);
      expect((await stored(tenantId)).map(({ id, count }) => [id, count])).toEqual([
        ["a", 1],
        ["b", 0],
        ["c", 0],
      ]);
    });
    test("another unique key than the one that finds the row still refuses", async () => {
      const tenantId = subject.tenant();
      const taken = thing(tenantId, "a", { name: "taken", nickname: "x", rank: 1 });
      await subject.storage.commit(inserts(things, [taken]));
      const refused = async (change: UpsertChange) => conflict(subject.storage.commit([change]));
      const set = { count: 1 };
      expect(await refused(upsert(thing(tenantId, "b", { name: "taken" }), { set }))).toMatchObject({
        changeIndex: 0,
        id: "b",
        reason: "unique",
        constraint: "name",
      });
      const byName = upsert(thing(tenantId, "b", { nickname: "x", rank: 1 }), { by: "name", set });
      expect(await refused(byName)).toMatchObject({ reason: "unique", constraint: "place" });
      const sameId = upsert(thing(tenantId, "a", { name: "free" }), { by: "name", set });
      expect(await refused(sameId)).toMatchObject({ reason: "unique", constraint: "primary" });
      expect(await stored(tenantId)).toEqual([taken]);
    });
    test("what it sets must not violate a unique key", async () => {
      const tenantId = subject.tenant();
      const [a, b] = [thing(tenantId, "a"), thing(tenantId, "b")];
      await subject.storage.commit(inserts(things, [a, b]));
      const change = upsert(b, { set: { name: a.name } });
      expect(await conflict(subject.storage.commit([change]))).toMatchObject({
        reason: "unique",
        constraint: "name",
      });
    });
    test("a row that is there must be as expected, and the commit is refused whole if it isn't", async () => {
      const row = thing(subject.tenant(), "a", { count: 5, rank: null });
      await subject.storage.commit(inserts(things, [row]));
      const set = { isOpen: false };
      const other = inserts(things, [thing(row.tenantId, "b")]);
      for (const [by, id] of [
        [undefined, "a"],
        ["name", "c"],
      ] as const) {
        const change = upsert({ ...row, id }, { ...(by && { by }), set, expect: { count: 4, rank: null } });
        expect(await conflict(subject.storage.commit([...other, change]))).toMatchObject({
          changeIndex: 1,
          table: "things",
          id,
          reason: "expectation",
        });
      }
      expect(await stored(row.tenantId)).toEqual([row]);
      await subject.storage.commit([upsert(row, { set, expect: { count: 5, rank: null } })]);
      expect(await stored(row.tenantId)).toEqual([{ ...row, isOpen: false }]);
    });
    test("sees the changes before it in the commit, and is seen by those after it", async () => {
      const row = thing(subject.tenant(), "a");
      const add = upsert(row, { increment: { count: 1 } });
      const expected: Change = {
        kind: "update",
        table: things,
        key: row,
        set: { rank: 1 },
        expect: { count: 2 },
      };
      await subject.storage.commit([add, add, add, expected]);
      expect(await stored(row.tenantId)).toEqual([{ ...row, count: 2, rank: 1 }]);
      await subject.storage.commit([{ kind: "delete", table: things, key: row }, add]);
      expect(await stored(row.tenantId)).toEqual([row]);
    });
    test("a commit that fails leaves nothing of it", async () => {
      const [a, b] = [thing(subject.tenant(), "a"), thing("other", "b")];
      await subject.storage.commit(inserts(things, [a]));
      const missing: Change = { kind: "delete", table: things, key: { tenantId: a.tenantId, id: "none" } };
      const rest = { increment: { count: 1 } };
      const failing = subject.storage.commit([
        upsert(a, rest),
        upsert({ ...b, tenantId: a.tenantId }, rest),
        missing,
      ]);
      expect(await conflict(failing)).toMatchObject({ changeIndex: 2, reason: "missing" });
      expect(await stored(a.tenantId)).toEqual([a]);
    });
    test("of concurrent ones for the same key, in several storages, one inserts and the others change", async () => {
      const tenantId = subject.tenant();
      await subject.together(2, async (storages) => {
        const each = 8;
        await Promise.all(
          storages.flatMap((storage, at) =>
            Array.from({ length: each }, (_, number) => {
              const row = thing(tenantId, `${at}-${number}`, { name: "same", count: 1 });
              return storage.commit([upsert(row, { by: "name", increment: { count: 1 } })]);
            }),
          ),
        );
        const rows = await stored(tenantId);
        expect(rows.map(({ count }) => count)).toEqual([each * storages.length]);
      });
    });
    const wrong: Readonly<Record<string, Partial<UpsertChange>>> = {
      "an unknown key": { by: "nope" },
      "a key that isn't unique": { by: "count" },
      "an unknown field": { set: { nope: 1 } },
      "a value that doesn't fit": { set: { count: "1" } },
      "a new id": { set: { id: "b" } },
      "a field both set and incremented": { set: { count: 1 }, increment: { count: 1 } },
      "an increment of a text": { increment: { name: 1 } },
      "an unknown field that is expected": { expect: { nope: null } },
    };
    for (const [title, rest] of Object.entries(wrong))
      test(`${title} is refused, whether the row exists or not`, async () => {
        const row = thing(subject.tenant(), "a");
        await rejection(subject.storage.commit([upsert(row, rest)]), "INVALID_INPUT");
        await subject.storage.commit(inserts(things, [row]));
        await rejection(subject.storage.commit([upsert(row, rest)]), "INVALID_INPUT");
        await rejection(
          subject.storage.commit([upsert({ ...row, count: Number.NaN }, { set: { rank: 1 } })]),
          "INVALID_INPUT",
        );
        expect(await stored(row.tenantId)).toEqual([row]);
      });
    test.needs(capabilitiesOf(suite).search, "no search")("search follows it", async () => {
      const tenantId = subject.tenant();
      const search = async (text: string) =>
        ids(
          await subject.storage.search(notes, { text, where: { field: "tenantId", is: tenantId }, limit: 5 }),
        );
      const row = { ...note(tenantId, "a", { title: "first" }) };
      const change = { kind: "upsert", table: notes, row, set: { title: "second" } } as const;
      await subject.storage.commit([change]);
      expect([await search("first"), await search("second")]).toEqual([["a"], []]);
      await subject.storage.commit([change]);
      expect([await search("first"), await search("second")]).toEqual([[], ["a"]]);
    });
    test.needs(capabilitiesOf(suite).hostTransactions, "no host transactions")(
      "works in a host's transaction, also where nothing is different afterwards",
      async () => {
        const row = thing(subject.tenant(), "a");
        const host = await subject.beginHostTransaction();
        const within = subject.storage.within(host.handle);
        await within.commit([upsert(row, { set: { rank: 1 } })]);
        await within.commit([upsert(row, { set: { rank: 1 }, expect: { count: 0 } })]);
        await within.commit([upsert(row, { set: { rank: 1 }, expect: { rank: 1 } })]);
        expect(await conflict(within.commit([upsert(row, { expect: { rank: 2 } })]))).toMatchObject({
          reason: "expectation",
        });
        await host.commit();
        expect(await stored(row.tenantId)).toEqual([{ ...row, rank: 1 }]);
      },
    );
  });
}
