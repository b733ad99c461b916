import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function companyTests(options: DeskSuiteOptions): void {
  describe("companies", () => {
    test("are got, changed and found", () =>
      onDesk(options, async ({ storage, support: { companies } }) => {
        const { id: companyId, version } = await companies.create({
          ...{ name: "Acme Tools", domain: "ACME.example", fields: { tier: 1, region: "eu" } },
        });
        expect(await companies.get({ companyId })).toMatchObject({
          domain: "acme.example",
          archivedAt: null,
        });
        const changed = await companies.update({ companyId, expectedVersion: version, fields: { tier: 2 } });
        expect(changed).toMatchObject({ name: "Acme Tools", fields: { tier: 2, region: "eu" } });
        await expect(
          companies.update({ companyId, expectedVersion: version, name: "Late" }),
        ).rejects.toMatchObject({ code: "CONFLICT" });
        const texts = storage.capabilities.search ? ["acme", "tool", "ACME.example", "example tools"] : [];
        for (const text of texts)
          expect(
            (await companies.search({ text })).map(({ id }) => id),
            text,
          ).toEqual([companyId]);
        if (storage.capabilities.search) expect(await companies.search({ text: "beta" })).toEqual([]);
        await companies.create({ name: "Beta", domain: "beta.example" });
        await expect(companies.update({ companyId, domain: "beta.example" })).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
        });
        await expect(companies.get({ companyId: "com_none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("of the host are brought to what it says, many times over", () =>
      onDesk(options, async ({ support, settled }) => {
        const acme = { hostId: "c1", name: "Acme", domain: "acme.example", fields: { tier: 1 } };
        const upsert = () => support.companies.upsert(acme);
        const [first, ...others] = await settled(Promise.all([upsert(), upsert(), upsert()]));
        for (const other of others) expect(other).toEqual(first);
        expect(await upsert()).toEqual(first);
        expect(await support.companies.upsert({ hostId: "c1", name: "Acme Ltd" })).toMatchObject({
          ...{ id: first?.id, name: "Acme Ltd", domain: "acme.example", fields: { tier: 1 } },
        });
        expect(await support.companies.findByHostId({ hostId: "c1" })).toMatchObject({ id: first?.id });
        expect(await support.companies.findByHostId({ hostId: "c2" })).toBeNull();
      }));

    test("that are archived leave the list and take no new customers, and can be brought back", () =>
      onDesk(options, async ({ support: { companies, customers } }) => {
        const { id: companyId } = await companies.create({ name: "Acme" });
        const { id: customerId } = await customers.create({ companyId });
        const archived = await companies.archive({ companyId });
        expect(archived.archivedAt).not.toBeNull();
        expect(await companies.archive({ companyId })).toEqual(archived);
        expect((await companies.list()).rows).toEqual([]);
        expect((await companies.list({ archived: true })).rows).toEqual([archived]);
        const refused = { code: "ARCHIVED", details: { companyId } };
        await expect(customers.create({ companyId })).rejects.toMatchObject(refused);
        const { id: other } = await customers.create({});
        await expect(customers.update({ customerId: other, companyId })).rejects.toMatchObject(refused);
        // Who belongs to it stays, and can be changed.
        expect(await customers.update({ customerId, companyId, name: "Ada" })).toMatchObject({ companyId });
        await companies.restore({ companyId });
        expect((await companies.list()).rows).toMatchObject([{ id: companyId, archivedAt: null }]);
        expect(await customers.update({ customerId: other, companyId })).toMatchObject({ companyId });
      }));

    test("are listed page by page, by name or by age", () =>
      onDesk(options, async ({ support: { companies }, clock }) => {
        for (const name of ["Delta", "Acme", "Corp", "Beta"]) {
          await companies.create({ name });
          await clock.advance(1);
        }
        const read = async (order: "oldest" | "newest" | "name") => {
          const names: string[] = [];
          for (let after = {}; ; ) {
            const { rows, next } = await companies.list({ order, limit: 3, ...after });
            names.push(...rows.map(({ name }) => name));
            if (next === null) return names;
            after = { after: next };
          }
        };
        expect(await read("name")).toEqual(["Acme", "Beta", "Corp", "Delta"]);
        expect(await read("oldest")).toEqual(["Delta", "Acme", "Corp", "Beta"]);
        expect(await read("newest")).toEqual(["Beta", "Corp", "Acme", "Delta"]);
      }));
  });
}
