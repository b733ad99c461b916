import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

/** Inserting, reading by key, updating, incrementing, deleting. */
export function rowTests(suite: StorageSuiteOptions): void {
  concern(suite, "rows", (subject) => {
    const key = (tenantId: string, id = "a") => ({ tenantId, id });
    const put = async (tenantId: string, values: Partial<Thing> = {}) => {
      const row = thing(tenantId, "a", values);
      await subject.storage.commit(inserts(things, [row]));
      return row;
    };
    const read = async (tenantId: string) => (await subject.storage.get(things, [key(tenantId)]))[0];

    test("an inserted row is read back whole", async () => {
      const row = await put(subject.tenant(), {
        nickname: "Ada",
        count: 3,
        rank: -1,
        score: 0.5,
        isFlagged: true,
        at: 1_767_603_600_123,
        dueAt: 5,
        labels: ["a", "b"],
        extra: { deep: [1, null, { more: true }] },
        payload: Uint8Array.of(0, 1, 255),
      });
      expect(await read(row.tenantId)).toEqual(row);
    });
    test("a row of nulls is read back with nulls", async () => {
      const row = await put(subject.tenant());
      expect(await read(row.tenantId)).toEqual(row);
    });
    test("several rows are read at once, missing ones left out", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, [thing(tenantId, "a"), thing(tenantId, "b")]));
      const rows = await subject.storage.get(
        things,
        ["b", "none", "a"].map((id) => key(tenantId, id)),
      );
      expect([...ids(rows)].sort()).toEqual(["a", "b"]);
    });
    test("a key that is asked for twice gives its row once", async () => {
      const { tenantId } = await put(subject.tenant());
      expect(await subject.storage.get(things, [key(tenantId), key(tenantId)])).toHaveLength(1);
    });
    test("no keys give no rows", async () => {
      expect(await subject.storage.get(things, [])).toEqual([]);
    });
    test("2,500 keys are read in one call", async () => {
      const tenantId = subject.tenant();
      const rows = Array.from({ length: 2500 }, (_, at) => thing(tenantId, `r${at}`));
      await subject.storage.commit(inserts(things, rows));
      expect(await subject.storage.get(things, rows)).toHaveLength(2500);
    });
    test("keys of several tenants are read in one call", async () => {
      const [one, other] = [await put(subject.tenant()), await put(subject.tenant())];
      expect(await subject.storage.get(things, [one, other])).toHaveLength(2);
    });
    test("an update changes what is set and nothing else", async () => {
      const row = await put(subject.tenant(), {
        nickname: "Ada",
        count: 7,
        rank: 3,
        score: 0.5,
        isFlagged: false,
        at: 5,
        dueAt: 9,
        labels: ["kept"],
        extra: { kept: [1] },
        payload: Uint8Array.of(7),
      });
      await subject.storage.commit([
        { kind: "update", table: things, key: row, set: { nickname: null, isOpen: false } },
      ]);
      expect(await read(row.tenantId)).toEqual({ ...row, nickname: null, isOpen: false });
    });
    test("an update can set every type", async () => {
      const row = await put(subject.tenant());
      const {
        tenantId: _tenant,
        id: _id,
        ...set
      } = thing("", "", {
        name: "new",
        nickname: "n",
        count: 1,
        rank: 2,
        score: 1.25,
        isOpen: false,
        isFlagged: false,
        at: 9,
        dueAt: 10,
        labels: ["x"],
        extra: "text",
        payload: Uint8Array.of(9),
      });
      await subject.storage.commit([{ kind: "update", table: things, key: row, set }]);
      expect(await read(row.tenantId)).toEqual({ ...row, ...set });
    });
    test("an increment adds in place", async () => {
      const row = await put(subject.tenant(), { count: 40, score: 0.5 });
      await subject.storage.commit([
        { kind: "update", table: things, key: row, increment: { count: 2, score: -0.25 } },
      ]);
      expect(await read(row.tenantId)).toEqual({ ...row, count: 42, score: 0.25 });
    });
    test("an increment takes null as 0", async () => {
      const row = await put(subject.tenant());
      await subject.storage.commit([
        { kind: "update", table: things, key: row, increment: { rank: 5, dueAt: 7 } },
      ]);
      expect(await read(row.tenantId)).toEqual({ ...row, rank: 5, dueAt: 7 });
    });
    test("increments of one commit add up", async () => {
      const row = await put(subject.tenant());
      const once = { kind: "update", table: things, key: row, increment: { count: 1 } } as const;
      await subject.storage.commit([once, once, once]);
      expect((await read(row.tenantId))?.count).toBe(3);
    });
    test("concurrent increments are all counted", async () => {
      const row = await put(subject.tenant());
      const once = { kind: "update", table: things, key: row, increment: { count: 1 } } as const;
      await Promise.all(Array.from({ length: 50 }, () => subject.storage.commit([once])));
      expect((await read(row.tenantId))?.count).toBe(50);
    });
    test("an update may set and increment at once", async () => {
      const row = await put(subject.tenant());
      await subject.storage.commit([
        { kind: "update", table: things, key: row, set: { nickname: "x" }, increment: { count: 2 } },
      ]);
      expect(await read(row.tenantId)).toEqual({ ...row, nickname: "x", count: 2 });
    });
    test("a deleted row is gone, and its id free again", async () => {
      const row = await put(subject.tenant());
      await subject.storage.commit([{ kind: "delete", table: things, key: row }]);
      expect(await read(row.tenantId)).toBeUndefined();
      await put(row.tenantId, { count: 2 });
      expect((await read(row.tenantId))?.count).toBe(2);
    });
    test("changes of one commit build on each other", async () => {
      const row = thing(subject.tenant(), "a");
      await subject.storage.commit([
        ...inserts(things, [row]),
        { kind: "update", table: things, key: row, set: { count: 1 } },
        { kind: "delete", table: things, key: row },
        ...inserts(things, [{ ...row, count: 9 }]),
      ]);
      expect((await read(row.tenantId))?.count).toBe(9);
    });
    test("an empty commit does nothing", async () => {
      await subject.storage.commit([]);
    });
    test("what a caller does to a row afterwards changes nothing in storage", async () => {
      const tenantId = subject.tenant();
      const labels = ["kept"];
      const payload = Uint8Array.of(1);
      const row = thing(tenantId, "a", { labels, payload, extra: { list: [1] } });
      await subject.storage.commit(inserts(things, [row]));
      labels.push("added");
      payload[0] = 9;
      const first = await read(tenantId);
      expect([first?.labels, first?.payload]).toEqual([["kept"], Uint8Array.of(1)]);
      Object.assign(first ?? {}, { count: 99 });
      first?.payload?.fill(7);
      Object.assign(first?.extra ?? {}, { list: [] });
      expect(await read(tenantId)).toEqual(
        thing(tenantId, "a", { labels: ["kept"], payload: Uint8Array.of(1), extra: { list: [1] } }),
      );
    });
    test("a row is a plain object with every field", async () => {
      const row = await put(subject.tenant());
      const found = await read(row.tenantId);
      expect(Object.keys(found ?? {}).sort()).toEqual(Object.keys(things.columns).sort());
    });
  });
}
