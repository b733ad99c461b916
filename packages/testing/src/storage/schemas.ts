import {
  type ColumnDefinition,
  type Filter,
  identities,
  jobs,
  type Keyed,
  messages,
  type Table,
} from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, notes, sampleTables, thing, things } from "./samples.ts";
import { concern, rejection } from "./subject.ts";

/** Some tables of every desk: with search, unique keys, sparse and retired indexes. */
const deskTables: readonly Table[] = [jobs, messages, identities];

let tables = 0;

/** A small table that no other test uses. */
function fresh(changes: Partial<Table> = {}): Table {
  return {
    name: `drift${++tables}`,
    comment: "A table of the conformance suite.",
    columns: {
      tenantId: { type: "text", nullable: false },
      id: { type: "text", nullable: false },
      code: { type: "text", nullable: true },
      size: { type: "integer", nullable: false },
    },
    unique: [{ name: "code", fields: ["tenantId", "code"] }],
    indexes: [{ name: "size", fields: ["tenantId", "size"] }],
    ...changes,
  };
}

/** Plans, additions, and drift that is named precisely and never touched. */
export function schemaTests(suite: StorageSuiteOptions): void {
  concern(suite, "schema", (subject) => {
    const row = { tenantId: "t", id: "a", code: "x", size: 1 };
    const column = (table: Table, name: string, definition: ColumnDefinition): Table => ({
      ...table,
      columns: { ...table.columns, [name]: definition },
    });

    test("a plan says what apply will do, and changes nothing", async () => {
      const table = fresh();
      const plan = await subject.storage.schema.plan([table]);
      expect(plan.drift).toEqual([]);
      expect(plan.steps.length).toBeGreaterThan(0);
      expect(await subject.storage.schema.plan([table])).toEqual(plan);
      expect((await subject.storage.schema.apply([table])).steps).toEqual(plan.steps);
    });
    test("applied twice, there is nothing to do", async () => {
      expect(await subject.storage.schema.plan(sampleTables)).toEqual({ steps: [], drift: [] });
      expect(await subject.storage.schema.apply(sampleTables)).toEqual({ steps: [], drift: [] });
    });
    test("applying again keeps the rows", async () => {
      const kept = thing(subject.tenant(), "kept");
      await subject.storage.commit(inserts(things, [kept]));
      await subject.storage.schema.apply(sampleTables);
      expect(await subject.storage.get(things, [kept])).toEqual([kept]);
    });
    test("concurrent applies make the tables once", async () => {
      const table = fresh({ search: ["code"] });
      await Promise.all([1, 2, 3, 4].map(() => subject.storage.schema.apply([table])));
      expect(await subject.storage.schema.plan([table])).toEqual({ steps: [], drift: [] });
    });
    test("a nullable column is added, rows that exist have null in it", async () => {
      const before = fresh();
      await subject.storage.schema.apply([before]);
      await subject.storage.commit([{ kind: "insert", table: before, row }]);
      const after = column(before, "dueAt", { type: "instant", nullable: true });
      await subject.storage.schema.apply([after]);
      expect(await subject.storage.get(after, [row])).toEqual([{ ...row, dueAt: null }]);
      expect(await subject.storage.count(after, JSON.parse('{"field":"dueAt","is":null}'))).toBe(1);
      const given = { kind: "update", table: after, key: row, expect: { dueAt: null } } as const;
      await subject.storage.commit([{ ...given, set: { dueAt: 5 } }]);
      expect(await subject.storage.get(after, [row])).toEqual([{ ...row, dueAt: 5 }]);
      expect(await subject.storage.schema.plan([after])).toEqual({ steps: [], drift: [] });
    });

    const { shared, search } = capabilitiesOf(suite);

    test.needs(shared, "not shared")("applies by several storages at once make the tables once", async () => {
      const table = fresh({ search: ["code"] });
      await subject.together(3, (all) => Promise.all(all.map((storage) => storage.schema.apply([table]))));
      expect(await subject.storage.schema.plan([table])).toEqual({ steps: [], drift: [] });
    });
    test("a new index and a new unique key are added", async () => {
      const before = fresh({ unique: [], indexes: [] });
      await subject.storage.schema.apply([before]);
      const after = fresh({ name: before.name });
      expect((await subject.storage.schema.apply([after])).steps).toHaveLength(2);
      await subject.storage.commit([{ kind: "insert", table: after, row }]);
      await rejection(
        subject.storage.commit([{ kind: "insert", table: after, row: { ...row, id: "b" } }]),
        "CONFLICT",
      );
    });
    test("a unique key that rows contradict is not added, and says so", async () => {
      const before = fresh({ unique: [] });
      await subject.storage.schema.apply([before]);
      await subject.storage.commit(
        [row, { ...row, id: "b" }].map((one) => ({ kind: "insert", table: before, row: one })),
      );
      await rejection(subject.storage.schema.apply([fresh({ name: before.name })]), "SCHEMA_DRIFT");
      expect(await subject.storage.count(before)).toBe(2);
    });
    test.needs(search, "no search")("a search that is added finds rows that exist", async () => {
      const before = fresh();
      await subject.storage.schema.apply([before]);
      await subject.storage.commit([{ kind: "insert", table: before, row: { ...row, code: "needle" } }]);
      const after: Table = { ...before, search: ["code"] };
      await subject.storage.schema.apply([after]);
      expect(await subject.storage.search(after, { text: "needle", limit: 5 })).toHaveLength(1);
    });

    const drifts: Readonly<
      Record<string, readonly [before: Partial<Table>, after: (table: Table) => Table, named: RegExp]>
    > = {
      "a column that must have a value is missing": [
        {},
        (table) => column(table, "color", { type: "text", nullable: false }),
        /color.*missing/,
      ],
      "a column has another type": [
        {},
        (table) => column(table, "size", { type: "real", nullable: false }),
        /size.*(real|double)/,
      ],
      "a column may be null and must not": [
        {},
        (table) => column(table, "code", { type: "text", nullable: false }),
        /code.*null/,
      ],
      "a column must not be null and may": [
        {},
        (table) => column(table, "size", { type: "integer", nullable: true }),
        /size.*null/,
      ],
      "a column is unknown and must have a value": [
        {},
        ({ columns: { size: _size, ...columns }, ...table }) => ({ ...table, columns, indexes: [] }),
        /size.*unknown/,
      ],
      "an index has other columns": [
        {},
        (table) => ({ ...table, indexes: [{ name: "size", fields: ["size", "tenantId"] }] }),
        /size.*tenant/,
      ],
      "an index is not unique": [
        { unique: [], indexes: [{ name: "code", fields: ["tenantId", "code", "id"] }] },
        (table) => ({
          ...table,
          unique: [{ name: "code", fields: ["tenantId", "code", "id"] }],
          indexes: [],
        }),
        /code.*unique/,
      ],
    };
    for (const [title, [before, after, named]] of Object.entries(drifts))
      test(`drift: ${title}`, async () => {
        const table = fresh(before);
        await subject.storage.schema.apply([table]);
        const wanted = after(table);
        const { drift } = await subject.storage.schema.plan([wanted]);
        expect(drift).toHaveLength(1);
        expect(drift[0]).toMatchObject({ table: table.name, problem: expect.stringMatching(named) });
        const error = await rejection(subject.storage.schema.apply([wanted]), "SCHEMA_DRIFT");
        expect(error.message).toMatch(named);
        expect(await subject.storage.schema.plan([table])).toEqual({ steps: [], drift: [] });
      });
    test("with drift nothing is done, elsewhere neither", async () => {
      const table = fresh();
      await subject.storage.schema.apply([table]);
      const other = fresh();
      const wrong = column(table, "size", { type: "text", nullable: false });
      await rejection(subject.storage.schema.apply([other, wrong]), "SCHEMA_DRIFT");
      expect((await subject.storage.schema.plan([other])).steps.length).toBeGreaterThan(0);
    });
    test("each difference is named", async () => {
      const table = fresh();
      await subject.storage.schema.apply([table]);
      const wrong = column(column(table, "size", { type: "text", nullable: true }), "color", {
        type: "text",
        nullable: false,
      });
      const { drift } = await subject.storage.schema.plan([wrong, notes]);
      expect(drift.map((one) => one.column).sort()).toEqual(["color", "size", "size"]);
    });
    for (const wrong of ["Has Blank", "select;", "x".repeat(80), ""])
      test(`a table cannot be named ${JSON.stringify(wrong.slice(0, 20))}`, async () => {
        await rejection(subject.storage.schema.plan([fresh({ name: wrong })]), "INVALID_CONFIGURATION");
      });
    const lateColumn: ColumnDefinition = { type: "integer", nullable: true };
    const unapplied: Readonly<Record<string, () => Promise<Table> | Table>> = {
      "a table that was never applied": () => fresh({ search: ["code"] }),
      "a column that was never applied": async () => {
        const table = fresh({ search: ["code"] });
        await subject.storage.schema.apply([table]);
        return column(table, "late", lateColumn);
      },
    };
    for (const [title, make] of Object.entries(unapplied))
      test(`${title} is refused by every call, which says to apply the schema`, async () => {
        const table = await make();
        const late = Object.hasOwn(table.columns, "late") ? { late: 1 } : {};
        const due: Filter<Keyed> = JSON.parse('{"field":"late","is":1}');
        const where = Object.hasOwn(table.columns, "late") ? { where: due } : {};
        const { storage } = subject;
        const calls: Readonly<Record<string, () => Promise<unknown>>> = {
          get: () => storage.get(table, [row]),
          find: () => storage.find(table, { ...where, limit: 1 }),
          count: () => storage.count(table, where.where),
          aggregate: () => storage.aggregate(table, { ...where, measures: { all: { measure: "count" } } }),
          ...(search && { search: () => storage.search(table, { ...where, text: "x", limit: 1 }) }),
          insert: () => storage.commit([{ kind: "insert", table, row: { ...row, ...late } }]),
          update: () => storage.commit([{ kind: "update", table, key: row, set: { size: 2, ...late } }]),
          delete: () => storage.commit([{ kind: "delete", table, key: row, expect: late }]),
        };
        for (const call of Object.values(calls)) {
          const error = await rejection(call(), "SCHEMA_DRIFT");
          expect(error.message).toContain("schema.apply");
        }
      });

    const contradictions: Readonly<Record<string, Partial<Table>>> = {
      "a unique key": { unique: [{ name: "code", fields: ["tenantId", "nope"] }] },
      "an index": { indexes: [{ name: "size", fields: ["tenantId", "nope"] }] },
      "the search": { search: ["nope"] },
    };
    for (const [title, wrong] of Object.entries(contradictions))
      test(`${title} of a field that the table doesn't have is refused`, async () => {
        const error = await rejection(subject.storage.schema.apply([fresh(wrong)]), "INVALID_CONFIGURATION");
        expect(error.message).toContain('"nope"');
      });
    test("two keys of one name are refused", async () => {
      const size = { name: "size", fields: ["tenantId", "size"] };
      await rejection(
        subject.storage.schema.plan([fresh({ indexes: [size, size] })]),
        "INVALID_CONFIGURATION",
      );
    });
    test("an index that was retired is dropped, and a unique key no longer refuses", async () => {
      const before = fresh();
      await subject.storage.schema.apply([before]);
      const after = fresh({ name: before.name, unique: [], retired: ["code"] });
      expect((await subject.storage.schema.apply([after])).steps).toHaveLength(1);
      await subject.storage.commit(
        [row, { ...row, id: "b" }].map((one) => ({ kind: "insert", table: after, row: one })),
      );
      expect(await subject.storage.schema.plan([after])).toEqual({ steps: [], drift: [] });
    });
    test("a table is known by its name: an equal description from elsewhere is the same table", async () => {
      const table = fresh();
      await subject.storage.schema.apply([table]);
      await subject.storage.commit([{ kind: "insert", table, row }]);
      const copy = structuredClone(table);
      expect(await subject.storage.get(copy, [row])).toEqual([row]);
      await subject.storage.commit([{ kind: "update", table: copy, key: row, set: { size: 2 } }]);
      expect(await subject.storage.find(table, { limit: 5 })).toEqual([{ ...row, size: 2 }]);
    });
    test("tables of a desk are plain data, and taken as they are", async () => {
      expect(structuredClone(deskTables)).toEqual(deskTables);
      expect(JSON.parse(JSON.stringify(deskTables))).toEqual(deskTables);
      await subject.storage.schema.apply(deskTables);
      expect(await subject.storage.schema.plan(deskTables)).toEqual({ steps: [], drift: [] });
      for (const table of deskTables) expect(await subject.storage.count(table)).toBe(0);
    });
  });
}
