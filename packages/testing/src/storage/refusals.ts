import type { Change, Filter, Keyed } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, notes, type Thing, tasks, thing, things } from "./samples.ts";
import { concern, rejection } from "./subject.ts";

/** What must be refused with INVALID_INPUT: above all what would otherwise widen a result. */
export function refusalTests(suite: StorageSuiteOptions): void {
  concern(suite, "refusals", (subject) => {
    // Filters as they come from outside, unchecked by a compiler.
    const filters: Readonly<Record<string, object>> = {
      "an unknown field": { field: "nmae", is: "x" },
      "a field of every object": { field: "constructor", is: "x" },
      "an unknown field deep in the tree": {
        or: [{ field: "name", is: "x" }, { not: { field: "nope", is: null } }],
      },
      undefined: { field: "name", is: undefined },
      "no comparison": { field: "name" },
      "an unknown comparison": { field: "name", like: "%" },
      "two comparisons": { field: "count", above: 1, below: 5 },
      "a number for a text": { field: "name", is: 5 },
      "a text for a number": { field: "count", is: "5" },
      "a fraction for a whole number": { field: "count", above: 1.5 },
      NaN: { field: "score", above: Number.NaN },
      "an object as value": { field: "name", is: { toString: "x" } },
      "a list as value": { field: "name", is: ["x"] },
      "no list for in": { field: "name", in: "x" },
      "a wrong value in a list": { field: "count", in: [1, "2"] },
      "undefined in a list": { field: "count", in: [1, undefined] },
      "ordering against null": { field: "rank", below: null },
      "startsWith on a number": { field: "count", startsWith: "1" },
      "includes on a text": { field: "name", includes: "a" },
      "ordering JSON": { field: "labels", above: "a" },
      "ordering bytes": { field: "payload", is: "a" },
      "isEmpty on a text": { field: "name", isEmpty: true },
      "isEmpty that is not true": { field: "labels", isEmpty: false },
      "a path into a text": { field: "name", path: ["x"], is: "x" },
      "a path into an unknown field": { field: "nmae", path: ["x"], is: "x" },
      "a path of no names": { field: "extra", path: [], is: "x" },
      "a path in one piece": { field: "extra", path: "x", is: "x" },
      "an undefined path": { field: "extra", path: undefined, is: null },
      "a number in a path": { field: "extra", path: [0], is: "x" },
      "a path of 11 names": { field: "extra", path: Array.from({ length: 11 }, () => "x"), is: "x" },
      "a name of 1,001 characters": { field: "extra", path: ["x".repeat(1_001)], is: "x" },
      "a path and no comparison": { field: "extra", path: ["x"] },
      "a path and two comparisons": { field: "extra", path: ["x"], is: "x", above: "a" },
      "undefined at a path": { field: "extra", path: ["x"], is: undefined },
      "an object at a path": { field: "extra", path: ["x"], is: {} },
      "NaN at a path": { field: "extra", path: ["x"], above: Number.NaN },
      "ordering against null at a path": { field: "extra", path: ["x"], above: null },
      "infinity in a list at a path": { field: "extra", path: ["x"], in: [1, Number.POSITIVE_INFINITY] },
      "startsWith a number at a path": { field: "extra", path: ["x"], startsWith: 1 },
      "includes a number at a path": { field: "extra", path: ["x"], includes: 1 },
      "a list of 20,000": { field: "count", in: Array.from({ length: 20_000 }, (_, at) => at) },
    };
    for (const [title, filter] of Object.entries(filters))
      test(`a filter with ${title}`, async () => {
        const where = filter as Filter<Thing>;
        await rejection(subject.storage.find(things, { where, limit: 1 }), "INVALID_INPUT");
        await rejection(subject.storage.count(things, where), "INVALID_INPUT");
      });

    for (const limit of [0, -1, 1001, 1.5, Number.NaN])
      test(`a limit of ${limit}`, async () => {
        await rejection(subject.storage.find(things, { limit }), "INVALID_INPUT");
        await rejection(subject.storage.claim(tasks, { limit, now: 0, leaseMs: 1 }), "INVALID_INPUT");
      });

    test("an order by an unknown field", async () => {
      const orderBy = JSON.parse('[{"field":"nope"}]');
      await rejection(subject.storage.find(things, { orderBy, limit: 1 }), "INVALID_INPUT");
    });
    test("an order by JSON", async () => {
      await rejection(
        subject.storage.find(things, { orderBy: [{ field: "labels" }], limit: 1 }),
        "INVALID_INPUT",
      );
    });
    test("a cursor of the wrong length", async () => {
      await rejection(
        subject.storage.find(things, { orderBy: [{ field: "count" }], after: [1], limit: 1 }),
        "INVALID_INPUT",
      );
    });
    test("a cursor with a value of the wrong type", async () => {
      await rejection(
        subject.storage.find(things, { orderBy: [{ field: "count" }], after: ["1", "a"], limit: 1 }),
        "INVALID_INPUT",
      );
    });
    test("groups by an unknown field, sums of text", async () => {
      const groupBy = JSON.parse('["nope"]');
      await rejection(subject.storage.aggregate(things, { groupBy, measures: {} }), "INVALID_INPUT");
      await rejection(
        subject.storage.aggregate(things, { measures: { all: { measure: "sum", field: "name" } } }),
        "INVALID_INPUT",
      );
    });
    test.needs(capabilitiesOf(suite).search, "no search")(
      "a search in a table that has no fields for it",
      async () => {
        await rejection(subject.storage.search(things, { text: "x", limit: 1 }), "INVALID_INPUT");
        await rejection(subject.storage.search(notes, { text: "x", limit: 0 }), "INVALID_INPUT");
      },
    );

    const rows: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      "an unknown field": { nope: 1 },
      undefined: { name: undefined },
      "null where null cannot be": { name: null },
      "a number for a text": { name: 5 },
      "a fraction for a whole number": { count: 1.5 },
      "a number beyond what is exact": { count: 2 ** 53 },
      NaN: { score: Number.NaN },
      infinity: { score: Number.POSITIVE_INFINITY },
      "1 for true": { isOpen: 1 },
      "a Date for an instant": { at: new Date(0) },
      "a text for bytes": { payload: "x" },
      "a function for JSON": { extra: () => 1 },
    };
    for (const [title, wrong] of Object.entries(rows)) {
      test(`a row with ${title}`, async () => {
        const row: Keyed & Record<string, unknown> = { ...thing(subject.tenant(), "a"), ...wrong };
        const insert: Change = { kind: "insert", table: things, row };
        await rejection(subject.storage.commit([insert]), "INVALID_INPUT");
        expect(await subject.storage.get(things, [row])).toEqual([]);
      });
      test(`an update to ${title}`, async () => {
        const row = thing(subject.tenant(), "a");
        await subject.storage.commit(inserts(things, [row]));
        await rejection(
          subject.storage.commit([{ kind: "update", table: things, key: row, set: wrong }]),
          "INVALID_INPUT",
        );
        expect(await subject.storage.get(things, [row])).toEqual([row]);
      });
    }
    test("a row that lacks a field", async () => {
      const { count: _count, ...row } = thing(subject.tenant(), "a");
      await rejection(subject.storage.commit([{ kind: "insert", table: things, row }]), "INVALID_INPUT");
    });
    test("an update of the key", async () => {
      const row = thing(subject.tenant(), "a");
      await subject.storage.commit(inserts(things, [row]));
      for (const set of [{ id: "b" }, { tenantId: "other" }])
        await rejection(
          subject.storage.commit([{ kind: "update", table: things, key: row, set }]),
          "INVALID_INPUT",
        );
    });
    test("an increment of a text, by a fraction, or of what is set too", async () => {
      const row = thing(subject.tenant(), "a");
      await subject.storage.commit(inserts(things, [row]));
      const update = { kind: "update", table: things, key: row } as const;
      for (const wrong of [
        { increment: { name: 1 } },
        { increment: { count: 0.5 } },
        { set: { count: 1 }, increment: { count: 1 } },
      ])
        await rejection(subject.storage.commit([{ ...update, ...wrong }]), "INVALID_INPUT");
      expect(await subject.storage.get(things, [row])).toEqual([row]);
    });
    test("expecting an unknown field, or undefined", async () => {
      const row = thing(subject.tenant(), "a");
      await subject.storage.commit(inserts(things, [row]));
      const wrong: readonly object[] = [{ nope: 1 }, { count: undefined }];
      for (const expect of wrong)
        await rejection(
          subject.storage.commit([{ kind: "delete", table: things, key: row, expect: { ...expect } }]),
          "INVALID_INPUT",
        );
      expect(await subject.storage.get(things, [row])).toHaveLength(1);
    });
  });
}
