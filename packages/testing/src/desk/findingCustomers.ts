import { describe, expect, test } from "vitest";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const people = [
  {
    name: "Ada Lovelace",
    hostId: "u-1",
    identities: [{ kind: "email", value: "ada@shop.example", verified: true }],
  },
  { name: "Zoë Müller", identities: [{ kind: "phone", value: "+43 1 234567" }] },
  { name: "Bo", hostId: "bo@host", identities: [{ kind: "email", value: "claimed@shop.example" }] },
  { name: null, identities: [{ kind: "email", value: "nobody@elsewhere.example" }] },
];

async function settle({ support: { customers }, clock }: TestDesk): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const one of people) {
    ids.push((await customers.create(one)).id);
    await clock.advance(1_000);
  }
  return ids;
}

export function findingCustomersTests(options: DeskSuiteOptions): void {
  describe("finding customers", () => {
    test("by name, address, number and the host's id", (context) =>
      onDesk(options, async (desk) => {
        if (!desk.storage.capabilities.search) return context.skip("This storage can't search.");
        const [ada, zoe, bo, nobody] = await settle(desk);
        const found: readonly (readonly [text: string, ids: readonly (string | undefined)[]])[] = [
          ["lovelace ada", [ada]],
          ["zoe MULL", [zoe]],
          ["ada@shop.example", [ada]],
          ["elsewhere", [nobody]],
          ["+43 (1) 23", [zoe]],
          ["0043 1 234567", [zoe]],
          ["u-1", [ada]],
          ["bo@host", [bo]],
          // What an account merely claims leads nobody to it.
          ["claimed@shop.example", []],
          ["nowhere", []],
          ["%", []],
        ];
        for (const [text, ids] of found)
          expect(
            (await desk.support.customers.search({ text })).map(({ id }) => id),
            text,
          ).toEqual(ids);
        expect(await desk.support.customers.search({ text: "example", limit: 1 })).toHaveLength(1);
        await expect(desk.support.customers.search({ text: "" })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
      }));

    test("finds a person once, and nobody of another tenant", (context) =>
      onDesk(
        options,
        async (desk) => {
          if (!desk.storage.capabilities.search) return context.skip("This storage can't search.");
          const { customers } = desk.support.tenant("north");
          const { id: fromId } = await customers.create({ name: "Ada" });
          const { id: intoId } = await customers.create({ name: "Ada L." });
          await customers.merge({ fromId, intoId });
          expect((await customers.search({ text: "ada" })).map(({ id }) => id)).toEqual([intoId]);
          expect((await customers.list()).rows.map(({ id }) => id)).toEqual([intoId]);
          expect((await customers.list({ merged: true })).rows.map(({ id }) => id)).toEqual([fromId]);
          const south = desk.support.tenant("south").customers;
          expect(await south.search({ text: "ada" })).toEqual([]);
          expect((await south.list()).rows).toEqual([]);
        },
        { tenants: ["north", "south"] },
      ));

    test("lists them by company, account and age", () =>
      onDesk(options, async (desk) => {
        const { customers, companies } = desk.support;
        const start = desk.clock.now();
        const [ada = "", zoe = "", bo = "", nobody = ""] = await settle(desk);
        const { id: companyId } = await companies.create({ name: "Acme" });
        await customers.update({ customerId: zoe, companyId });
        const list = async (query: Parameters<typeof customers.list>[0]) =>
          (await customers.list(query)).rows.map(({ id }) => id);
        expect(await list({})).toEqual([ada, zoe, bo, nobody]);
        expect(await list({ order: "newest" })).toEqual([nobody, bo, zoe, ada]);
        expect(await list({ order: "name" })).toEqual([nobody, ada, bo, zoe]);
        expect(await list({ companyId })).toEqual([zoe]);
        expect(await list({ companyId: null })).toEqual([ada, bo, nobody]);
        expect(await list({ hasHostId: true })).toEqual([ada, bo]);
        expect(await list({ hasHostId: false })).toEqual([zoe, nobody]);
        expect(await list({ createdFrom: start + 1_000, createdBefore: start + 3_000 })).toEqual([zoe, bo]);
        expect(await list({ createdFrom: start + 1_000, hasHostId: true, order: "newest" })).toEqual([bo]);
        const first = await customers.list({ order: "name", limit: 3 });
        expect(await list({ order: "name", limit: 3, after: first.next ?? [] })).toEqual([zoe]);
        for (const wrong of [
          { order: "age" },
          { companyID: companyId },
          { createdFrom: "today" },
          { limit: 0 },
        ])
          await expect(Reflect.apply(customers.list, null, [wrong])).rejects.toMatchObject({
            code: "INVALID_INPUT",
          });
      }));

    test("lists what a person did in the host application", () =>
      onDesk(options, async ({ support: { customers, activities } }) => {
        const [{ id: fromId }, { id: intoId }] = [await customers.create({}), await customers.create({})];
        const record = (customerId: string, type: string, at: number) =>
          customers.recordActivity({ customerId, type, at });
        await record(fromId, "purchase", 1);
        await record(intoId, "visit", 2);
        await record(intoId, "purchase", 3);
        await customers.merge({ fromId, intoId });
        const list = async (query: object) =>
          (await activities.list({ customerId: fromId, ...query })).rows.map(({ at }) => at);
        expect(await list({})).toEqual([3, 2, 1]);
        expect(await list({ order: "oldest" })).toEqual([1, 2, 3]);
        expect(await list({ type: "purchase" })).toEqual([3, 1]);
        expect(await list({ from: 2, before: 3 })).toEqual([2]);
        const { next } = await activities.list({ customerId: intoId, limit: 2 });
        expect(await list({ after: next })).toEqual([1]);
        await expect(activities.list({ customerId: "cus_none" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));
  });
}
