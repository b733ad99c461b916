import { expect, test } from "../checks/checks.ts";
import { seededRandom } from "../seededRandom.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

const megabyte = 1_000_000;

/** Mail with pictures, a long thread, a big document: values of a megabyte and more. */
export function largeValueTests(suite: StorageSuiteOptions): void {
  concern(suite, "large values", (subject) => {
    const roundTrip = async (values: Partial<Thing>) => {
      const row = thing(subject.tenant(), "a", values);
      await subject.storage.commit(inserts(things, [row]));
      expectSame(await subject.storage.get(things, [row]), [row]);
      return row;
    };

    test("a text of a megabyte, in fields of a unique key too", () =>
      roundTrip({ name: "äx".repeat(350_000), nickname: "äx".repeat(350_000) }));
    test("texts of a megabyte that differ at their end do not collide, the same ones do", async () => {
      const tenantId = subject.tenant();
      const long = "long ".repeat(200_000);
      const rows = ["a", "b"].map((end) => thing(tenantId, end, { name: long + end }));
      await subject.storage.commit(inserts(things, rows));
      const again = inserts(things, [thing(tenantId, "c", { name: `${long}a` })]);
      await expect(subject.storage.commit(again)).rejects.toMatchObject({ code: "CONFLICT" });
      const where = { field: "name", is: `${long}b` } as const;
      expect(ids(await subject.storage.find(things, { where, limit: 5 }))).toEqual(["b"]);
    });
    test("bytes: a megabyte", () => roundTrip({ payload: seededRandom(1).bytes(megabyte) }));
    test("bytes: five megabytes", () => roundTrip({ payload: seededRandom(2).bytes(5 * megabyte) }));
    test("JSON: 20,000 objects", () =>
      roundTrip({ extra: Array.from({ length: 20_000 }, (_, at) => ({ at, text: `text ${at}` })) }));
    test("JSON: one text of two megabytes", () => roundTrip({ extra: { text: 'a"é\n'.repeat(400_000) } }));
    test("JSON: a list of 50,000 labels, searched by one of them", async () => {
      const labels = Array.from({ length: 50_000 }, (_, at) => `label ${at}`);
      const { tenantId } = await roundTrip({ labels });
      const where = {
        and: [
          { field: "tenantId", is: tenantId },
          { field: "labels", includes: "label 49999" },
        ],
      } as const;
      expect(await subject.storage.count<Thing>(things, where)).toBe(1);
    });
    test("several megabytes in one commit, and one that fails leaves none of them", async () => {
      const tenantId = subject.tenant();
      const rows = ["a", "b", "c"].map((id, at) =>
        thing(tenantId, id, { payload: seededRandom(at).bytes(megabyte) }),
      );
      const taken = inserts(things, [thing(tenantId, "x"), thing(tenantId, "x", { name: "other" })]);
      await expect(subject.storage.commit([...inserts(things, rows), ...taken])).rejects.toMatchObject({
        code: "CONFLICT",
      });
      expect(await subject.storage.get(things, rows)).toEqual([]);
      await subject.storage.commit(inserts(things, rows));
      expectSame(await subject.storage.get(things, rows), rows);
    });
    test("a large value is replaced by a small one and by null", async () => {
      const row = await roundTrip({ payload: seededRandom(3).bytes(megabyte), extra: "x".repeat(megabyte) });
      await subject.storage.commit([
        { kind: "update", table: things, key: row, set: { payload: null, extra: "small" } },
      ]);
      expect(await subject.storage.get(things, [row])).toEqual([{ ...row, payload: null, extra: "small" }]);
    });
  });
}

/** Compares bytes as bytes: element by element, millions of them would take seconds. */
function expectSame(found: readonly Thing[], wanted: readonly Thing[]): void {
  expect([...ids(found)].sort()).toEqual([...ids(wanted)].sort());
  for (const { payload: expected, ...rest } of wanted) {
    const { payload = null, ...other } = found.find(({ id }) => id === rest.id) ?? {};
    expect(other).toEqual(rest);
    expect(payload?.length ?? null).toBe(expected?.length ?? null);
    expect(payload?.findIndex((byte, at) => byte !== expected?.[at]) ?? -1).toBe(-1);
  }
}
