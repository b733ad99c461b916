import { createSupport } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onOldStorage, openUpgraded, wantedTables } from "./oldStorage.ts";
import type { MigrationSuiteOptions } from "./options.ts";
import { tenants } from "./past.ts";
import type { RecordedDesk } from "./recordedDesk.ts";

export function tableTests(options: MigrationSuiteOptions, desk: RecordedDesk): void {
  describe("tables and rows", () => {
    test("what is to be done is told before it is done, and nothing stands in its way", () =>
      onOldStorage(options, desk, async (storage) => {
        const wanted = await wantedTables(desk);
        const known = new Set(desk.tables.map(({ table }) => table.name));
        for (const { name } of wanted) known.delete(name);
        // Recomputations are walks today. What is gone on purpose is here; a table that was renamed would be lost.
        expect([...known]).toEqual(["slaRecomputes"]);
        const { steps, drift } = await storage.schema.plan(wanted);
        expect(drift).toEqual([]);
        expect(steps.length).toBeGreaterThan(0);
        const check = createSupport({ storage, schema: "check", tenants: [...tenants] });
        await expect(check).rejects.toMatchObject({
          code: "SCHEMA_DRIFT",
          message: expect.stringContaining(steps[0] ?? "no step"),
        });
        expect((await storage.schema.plan(wanted)).steps).toEqual(steps);
      }));

    test("the tables are made as wanted, once, also by two processes at a time", () =>
      onOldStorage(options, desk, async (storage) => {
        const wanted = await wantedTables(desk);
        const { steps } = await storage.schema.plan(wanted);
        const applied = await Promise.all([storage.schema.apply(wanted), storage.schema.apply(wanted)]);
        expect(applied.map((plan) => plan.steps.length).toSorted((left, right) => left - right)).toEqual([
          0,
          steps.length,
        ]);
        expect(await storage.schema.plan(wanted)).toEqual({ steps: [], drift: [] });
        expect(await storage.schema.apply(wanted)).toEqual({ steps: [], drift: [] });
      }));

    test("every row reads as it was written; what is new in it is null", () =>
      onOldStorage(options, desk, async (storage) => {
        await openUpgraded(storage, desk);
        const wanted = await wantedTables(desk);
        for (const { table, rows } of desk.tables) {
          const present = wanted.find(({ name }) => name === table.name) ?? table;
          const added = Object.keys(present.columns).filter((field) => !Object.hasOwn(table.columns, field));
          const nulls = Object.fromEntries(added.map((field) => [field, null]));
          const found = await storage.find(present, { limit: 1_000 });
          expect(found.length, table.name).toBe(rows.length);
          const read = await storage.get(present, rows);
          const byId = new Map(read.map((row) => [`${row.tenantId} ${row.id}`, row]));
          for (const row of rows)
            expect(byId.get(`${row.tenantId} ${row.id}`), table.name).toEqual({ ...row, ...nulls });
        }
      }));

    test("the version before still reads and writes its tables", () =>
      onOldStorage(options, desk, async (storage) => {
        const wanted = await wantedTables(desk);
        await storage.schema.apply(wanted);
        const old = desk.tables.map(({ table }) => table);
        expect((await storage.schema.plan(old)).drift).toEqual([]);
        for (const { table, rows } of desk.tables) {
          const [row] = rows;
          if (row === undefined) continue;
          const key = { tenantId: row.tenantId, id: row.id };
          await storage.commit([{ kind: "delete", table, key }]);
          await storage.commit([{ kind: "insert", table, row }]);
          expect(await storage.get(table, [key]), table.name).toEqual([row]);
        }
      }));
  });
}
