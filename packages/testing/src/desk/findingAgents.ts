import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function findingAgentsTests(options: DeskSuiteOptions): void {
  describe("finding agents and teams", () => {
    test("finds agents by words of their name and address, those who have left too unless it is said", (context) =>
      onDesk(options, async ({ storage, support: { agents } }) => {
        if (!storage.capabilities.search) return context.skip("This storage can't search.");
        const grace = await agents.create({ name: "Grace Hopper", email: "grace@desk.example" });
        const { id: agentId } = await agents.create({ name: "Graça", email: "g@other.example" });
        await agents.update({ agentId, active: false });
        const found = async (text: string, active?: boolean) =>
          (await agents.search({ text, ...(active === undefined ? {} : { active }) })).map(({ id }) => id);
        expect((await found("GRAC")).sort()).toEqual([grace.id, agentId].sort());
        expect(await found("grac", true)).toEqual([grace.id]);
        expect(await found("grac", false)).toEqual([agentId]);
        expect(await found("hopper grace@desk.example")).toEqual([grace.id]);
        expect(await found("nobody")).toEqual([]);
      }));

    test("renames a team, to a name that no other has", () =>
      onDesk(options, async ({ support: { teams } }) => {
        const { id: teamId } = await teams.create({ name: "Billing" });
        await teams.create({ name: "Returns" });
        expect(await teams.update({ teamId, name: "Invoices" })).toMatchObject({
          id: teamId,
          name: "Invoices",
        });
        expect((await teams.get({ teamId })).name).toBe("Invoices");
        await teams.update({ teamId, name: "Invoices" });
        await expect(teams.update({ teamId, name: "Returns" })).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
        });
        await expect(teams.update({ teamId: "tem_none", name: "x" })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));
  });
}
