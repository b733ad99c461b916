import type { SupportOptions, Table } from "@heedkit/core";
import * as core from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { commands } from "./harness/commands/index.ts";
import { furnish, marker } from "./harness/furnish.ts";
import { asUntyped, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const twoTenants: Partial<SupportOptions> = { tenants: ["north", "south"] };

const tables: readonly Table[] = [
  core.cases,
  core.messages,
  core.caseLinks,
  core.customers,
  core.identities,
  core.agents,
  core.brands,
  core.teams,
  core.inbound,
  core.receipts,
  core.handovers,
  core.suppressions,
  core.events,
  core.auditBlocks,
  core.auditEntries,
  core.jobs,
  core.templates,
  core.macros,
  core.slaClocks,
];

/** Everything that a tenant has. */
async function rowsOf({ storage }: TestDesk, tenantId: string) {
  const where = { field: "tenantId", is: tenantId } as const;
  return Promise.all(tables.map((table) => storage.find(table, { where, limit: 1_000 })));
}

export function tenantTests(options: DeskSuiteOptions): void {
  describe("tenants", () => {
    test("a tenant that is not there is refused at once where there is a list", () =>
      onDesk(
        options,
        async ({ support }) => {
          expect(support.tenantId).toBe("north");
          expect(() => support.tenant("west")).toThrow('There is no tenant "west"');
        },
        twoTenants,
      ));

    test("a tenant that a function does not know is refused by every call", () =>
      onDesk(
        options,
        async (desk) => {
          const ids = await furnish(desk, desk.support.tenant("north"));
          const west = desk.support.tenant("west");
          const asCustomer = asUntyped(west, { kind: "customer", id: ids.customerId });
          for (const [path, { call, own }] of Object.entries(commands)) {
            const refused = { code: "UNKNOWN_TENANT" };
            await expect(call(west, ids), path).rejects.toMatchObject(refused);
            if (own)
              await expect(call(asCustomer, ids), `${path} of a customer`).rejects.toMatchObject(refused);
          }
          expect((await rowsOf(desk, "west")).flat()).toEqual([]);
        },
        { tenants: async (id) => id === "north" },
      ));

    test("the numbers of cases are each tenant's own", () =>
      onDesk(
        options,
        async (desk) => {
          await furnish(desk, desk.support.tenant("north"));
          const { customers, cases } = desk.support.tenant("south");
          const { id: customerId } = await customers.create({});
          expect((await cases.open({ customerId, subject: "x" })).code).toBe("Case-1");
        },
        twoTenants,
      ));

    test("the same address, host id and delivery may be in both", () =>
      onDesk(
        options,
        async (desk) => {
          for (const tenant of ["north", "south"]) {
            const bound = desk.support.tenant(tenant);
            await furnish(desk, bound);
            await bound.customers.create({ hostId: "u1" });
          }
          const sizes = await Promise.all(["north", "south"].map((tenant) => rowsOf(desk, tenant)));
          expect(sizes[0]?.map(({ length }) => length)).toEqual(sizes[1]?.map(({ length }) => length));
        },
        twoTenants,
      ));

    // One desk for all: each call is held to leaving the north as it was, so that the next one finds the same.
    test("no operation finds or changes anything of another tenant", { timeout: 180_000 }, () =>
      onDesk(
        options,
        async (desk) => {
          const ids = await furnish(desk, desk.support.tenant("north"));
          const south = desk.support.tenant("south");
          const before = await rowsOf(desk, "north");
          const known = new Set<string>(Object.values(ids));
          for (const shared of [ids.code, ids.templateKey]) known.delete(shared);
          // Where the storage cannot search, it says so to everybody.
          const codes = desk.storage.capabilities.search
            ? /^(NOT_FOUND|FORBIDDEN)$/
            : /^(NOT_FOUND|FORBIDDEN|UNSUPPORTED)$/;
          for (const [path, { call }] of Object.entries(commands)) {
            const answer = await desk.settled(
              call(south, ids).then(
                (result) => ({ result }),
                (error: unknown) => ({ error }),
              ),
            );
            if ("error" in answer)
              expect(answer.error, path).toMatchObject({ code: expect.stringMatching(codes) });
            const text = JSON.stringify(answer) ?? "";
            expect(text, path).not.toContain(marker);
            if ("result" in answer) for (const id of known) expect(text, path).not.toContain(id);
            expect(await rowsOf(desk, "north"), path).toEqual(before);
            const written = JSON.stringify(await rowsOf(desk, "south"));
            for (const id of known) expect(written, path).not.toContain(id);
          }
        },
        twoTenants,
      ),
    );

    test.each(["agent", "customer"] as const)("a %s of one tenant is nobody in another", (kind) =>
      onDesk(
        options,
        async (desk) => {
          const { agentId, customerId } = await furnish(desk, desk.support.tenant("north"));
          await desk.support.tenant("north").agents.update({ agentId, role: "admin" });
          const id = kind === "agent" ? agentId : customerId;
          const stranger = asUntyped(desk.support.tenant("south"), { kind, id });
          const { id: caseCustomer } = await desk.support.tenant("south").customers.create({});
          const opened = await desk.support
            .tenant("south")
            .cases.open({ customerId: caseCustomer, subject: "of the south" });
          const code = kind === "customer" ? "NOT_FOUND" : "FORBIDDEN";
          await expect(stranger.cases.get({ caseId: opened.id })).rejects.toMatchObject({ code });
          await expect(stranger.agents.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
        },
        twoTenants,
      ),
    );
  });
}
