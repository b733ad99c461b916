import type { Change } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, thing, things } from "./samples.ts";
import { concern, conflict, ids } from "./subject.ts";

/** No two rows hold the same key, and the key is named. */
export function uniqueKeyTests(suite: StorageSuiteOptions): void {
  concern(suite, "unique keys", (subject) => {
    const refused = async (change: Change) => conflict(subject.storage.commit([change]));

    test("the id", async () => {
      const row = thing(subject.tenant(), "a");
      await subject.storage.commit(inserts(things, [row]));
      const again: Change = { kind: "insert", table: things, row: { ...row, name: "other" } };
      expect(await refused(again)).toEqual({
        changeIndex: 0,
        table: "things",
        id: "a",
        reason: "unique",
        constraint: "primary",
      });
    });
    test("the id twice in one commit", async () => {
      const row = thing(subject.tenant(), "a");
      const twice = inserts(things, [row, { ...row, name: "other" }]);
      expect(await conflict(subject.storage.commit(twice))).toMatchObject({
        changeIndex: 1,
        constraint: "primary",
      });
      expect(await subject.storage.get(things, [row])).toEqual([]);
    });
    test("a key, on insert", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, [thing(tenantId, "a", { name: "same" })]));
      const [other] = inserts(things, [thing(tenantId, "b", { name: "same" })]);
      expect(other && (await refused(other))).toMatchObject({
        id: "b",
        reason: "unique",
        constraint: "name",
      });
    });
    test("a key of several fields, on update", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(things, [
          thing(tenantId, "a", { nickname: "x", rank: 1 }),
          thing(tenantId, "b", { nickname: "x", rank: 2 }),
        ]),
      );
      const change: Change = { kind: "update", table: things, key: { tenantId, id: "b" }, set: { rank: 1 } };
      expect(await refused(change)).toMatchObject({ id: "b", reason: "unique", constraint: "place" });
    });
    test("a key, through an increment", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(things, [
          thing(tenantId, "a", { nickname: "x", rank: 2 }),
          thing(tenantId, "b", { nickname: "x", rank: 1 }),
        ]),
      );
      const change: Change = {
        kind: "update",
        table: things,
        key: { tenantId, id: "b" },
        increment: { rank: 1 },
      };
      expect(await refused(change)).toMatchObject({ reason: "unique", constraint: "place" });
    });
    test("rows with null in a key do not collide", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(
          things,
          ["a", "b", "c"].map((id, at) =>
            thing(tenantId, id, { nickname: at === 0 ? null : "x", rank: null }),
          ),
        ),
      );
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(3);
    });
    test("text that differs in case or accents does not collide", async () => {
      const tenantId = subject.tenant();
      const names = ["resume", "Resume", "résumé", "re\u0301sume\u0301", "resume "];
      await subject.storage.commit(
        inserts(
          things,
          names.map((name, at) => thing(tenantId, `n${at}`, { name })),
        ),
      );
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(names.length);
    });
    test("a row may keep its own key, and a key is free once its row is gone", async () => {
      const tenantId = subject.tenant();
      const row = thing(tenantId, "a", { name: "same" });
      await subject.storage.commit(inserts(things, [row]));
      await subject.storage.commit([
        { kind: "update", table: things, key: row, set: { name: "same" } },
        { kind: "delete", table: things, key: row },
        ...inserts(things, [thing(tenantId, "b", { name: "same" })]),
      ]);
      expect(
        ids(await subject.storage.find(things, { where: { field: "tenantId", is: tenantId }, limit: 9 })),
      ).toEqual(["b"]);
    });
    test("of 40 racers for a key, one wins", async () => {
      const tenantId = subject.tenant();
      const race = Array.from({ length: 40 }, (_, at) =>
        subject.storage.commit(inserts(things, [thing(tenantId, `r${at}`, { name: "prize" })])).then(
          () => true,
          (error) => conflict(Promise.reject(error)).then(() => false),
        ),
      );
      expect((await Promise.all(race)).filter(Boolean)).toHaveLength(1);
    });
  });
}
