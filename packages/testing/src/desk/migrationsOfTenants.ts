import { defineMigration, definePlugin } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { errandRows } from "./harness/errands.ts";
import { writing } from "./harness/migrations.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function tenantMigrationTests(options: DeskSuiteOptions): void {
  describe("migrations of plugins in several tenants, and of several plugins", () => {
    test("each tenant has its own, also one that nobody knew at the start", () => {
      const tenants = (tenantId: string) => tenantId.startsWith("t");
      return onErrandDesk(
        options,
        {},
        async (base) => {
          const desk = await base.another({ migrations: [writing("first")] }, [], { tenants });
          const inTenant = async (tenantId: string) => {
            const other = desk.support.tenant(tenantId);
            await other.customers.list();
            await desk.support.tick();
            return (await other.walks.list()).rows.map(({ name, state }) => `${name} ${state}`);
          };
          expect(await inTenant("t1")).toEqual(["errands.first done"]);
          expect(await inTenant("t2")).toEqual(["errands.first done"]);
          expect(await base.storage.count(errandRows, { field: "name", is: "first" })).toBe(2);
          const older = await base.another({ migrations: [] }, [], { tenants });
          await expect(older.support.tenant("t2").customers.list()).rejects.toMatchObject({
            code: "SCHEMA_DRIFT",
            details: { tenantId: "t2" },
          });
          // A tenant that the newer version has not touched is still the older one's.
          await older.support.tenant("t3").customers.list();
        },
        { tenants },
      );
    });

    test("one for the whole desk is made in the first tenant, and known in the others when it is done", () =>
      onErrandDesk(
        options,
        {},
        async (base) => {
          const once = writing("once", "desk");
          const migrations = [once, writing("then")];
          const tenants = ["default", "other"];
          const desk = await base.another({ migrations }, [], { tenants });
          const other = desk.support.tenant("other");
          expect((await other.walks.list()).rows).toEqual([]);
          await desk.support.tick();
          expect(await base.storage.count(errandRows, { field: "name", is: "once" })).toBe(1);
          await desk.clock.advance(1_001);
          await other.customers.list();
          await desk.support.tick();
          expect((await other.walks.list()).rows).toMatchObject([
            { name: "errands.once", state: "done" },
            { name: "errands.then", state: "done" },
          ]);
          expect(await base.storage.count(errandRows, { field: "name", is: "once" })).toBe(1);
          expect(await base.storage.count(errandRows, { field: "name", is: "then" })).toBe(2);
          const refused = base.another({ migrations }, [], { tenants: () => true });
          await expect(refused).rejects.toMatchObject({
            code: "INVALID_CONFIGURATION",
            message: expect.stringMatching(/"errands\.once" is made once in the desk.* must be a list/),
          });
        },
        { tenants: ["default", "other"] },
      ));

    test("those of a plugin begin after those of the plugins that it depends on", () => {
      const order: string[] = [];
      const noting = (id: string, name: string) =>
        defineMigration({ name: `${id}.${name}`, run: () => void order.push(`${id}.${name}`) });
      const dependant = definePlugin({
        id: "later",
        dependsOn: ["errands"],
        migrations: [noting("later", "one")],
      });
      return onErrandDesk(options, {}, async (base) => {
        const migrations = [noting("errands", "one"), noting("errands", "two")];
        const desk = await base.another({ migrations }, [dependant], { worker: { concurrency: 1 } });
        await desk.support.tick();
        expect(order).toEqual(["errands.one", "errands.two", "later.one"]);
      });
    });
  });
}
