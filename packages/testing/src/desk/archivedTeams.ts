import { cases as caseTable } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** Ways to give a team something to do. */
const ways: readonly (readonly [
  string,
  (desk: TestDesk, caseId: string, teamId: string) => Promise<unknown>,
])[] = [
  [
    "a new case",
    async ({ support }, caseId, teamId) => {
      const { customerId } = await support.cases.get({ caseId });
      return support.cases.open({ customerId, subject: "New", teamId });
    },
  ],
  ["a case", ({ support }, caseId, teamId) => support.cases.assign({ caseId, teamId })],
  ["an update", ({ support }, caseId, teamId) => support.cases.update({ caseId, teamId })],
  ["a new agent", ({ support }, _, teamId) => support.agents.create({ name: "Grace", teamIds: [teamId] })],
  [
    "an agent",
    async ({ support, hire }, _, teamId) =>
      support.agents.update({ agentId: (await hire()).id, teamIds: [teamId] }),
  ],
  [
    "an agent of the host",
    async ({ support }, _, teamId) => {
      await support.agents.upsert({ hostId: "u1", name: "Grace" });
      return support.agents.upsert({ hostId: "u1", name: "Grace", teamIds: [teamId] });
    },
  ],
  ["a macro", ({ support }, _, teamId) => support.macros.save({ name: "to them", changes: { teamId } })],
  [
    "late cases",
    ({ support }, _, teamId) =>
      support.policies.save({
        id: "late",
        onBreach: [{ do: "reassign", teamId }],
        targets: [{ metric: "first_reply", within: "1h" }],
      }),
  ],
];

export function archivedTeamTests(options: DeskSuiteOptions): void {
  describe("an archived team", () => {
    test.each(ways)("can't be given %s until it is restored", (_what, give) =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        const { id } = await desk.support.teams.create({ name: "Returns" });
        await desk.support.teams.archive({ teamId: id });
        await expect(give(desk, caseId, id)).rejects.toMatchObject({
          code: "ARCHIVED",
          message: expect.stringContaining(id),
        });
        await desk.support.teams.restore({ teamId: id });
        await give(desk, caseId, id);
      }),
    );

    test("loses its open cases, all of them, which keep their agent; solved ones keep the team until they are reopened", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        const { id: assigneeId } = await hire();
        const { id: teamId } = await support.teams.create({ name: "Returns" });
        const { id: solved, customerId } = await hear({ externalId: "first" });
        await support.cases.assign({ caseId: solved, teamId });
        await support.cases.solve({ caseId: solved });
        for (let count = 0; count < 60; count++)
          await support.cases.open({ customerId, subject: "Help", teamId, assigneeId });
        await support.teams.archive({ teamId });
        for (let looks = 0; looks < 4; looks++) await support.tick();
        const { rows } = await support.cases.list({ assigneeId, teamId: null, limit: 200 });
        expect(rows).toHaveLength(60);
        const told = (await support.events.list({ caseId: rows[0]?.id ?? "", type: "case.assigned" })).rows;
        expect(told.at(-1)?.data).toMatchObject({ fromTeamId: teamId, teamId: null, assigneeId });
        expect((await support.cases.list({ teamId })).rows).toEqual([]);
        expect((await support.cases.get({ caseId: solved })).teamId).toBe(teamId);
        const reopened = await hear({ ...answering("first"), text: "Again" });
        expect(reopened).toMatchObject({ id: solved, teamId: null, category: "open" });
      }));

    test("loses a case that was assigned to it during the archiving", () =>
      onDesk(options, async ({ support, storage, clock, hear }) => {
        const { id: caseId, tenantId } = await hear();
        const { id: teamId } = await support.teams.create({ name: "Returns" });
        await support.teams.archive({ teamId });
        await support.tick();
        const key = { tenantId, id: caseId };
        await storage.commit([{ kind: "update", table: caseTable, key, set: { teamId }, expect: {} }]);
        await clock.advance(120_000);
        await support.tick();
        expect((await support.cases.get({ caseId })).teamId).toBeNull();
      }));

    test("is listed among the archived ones alone, keeps its agents, and its name is taken", () =>
      onDesk(options, async ({ support }) => {
        const { id: teamId } = await support.teams.create({ name: "Returns" });
        const { id: otherId } = await support.teams.create({ name: "Sales" });
        const { id: agentId } = await support.agents.create({ name: "Grace", teamIds: [teamId] });
        const archived = await support.teams.archive({ teamId });
        expect(archived.archivedAt).not.toBeNull();
        expect(await support.teams.archive({ teamId })).toEqual(archived);
        expect((await support.teams.list()).rows.map(({ id }) => id)).toEqual([otherId]);
        expect((await support.teams.list({ archived: true })).rows.map(({ id }) => id)).toEqual([teamId]);
        await support.agents.update({ agentId, name: "Grace H.", teamIds: [teamId, otherId] });
        expect((await support.agents.list({ teamId })).rows.map(({ id }) => id)).toEqual([agentId]);
        await expect(support.teams.create({ name: "Returns" })).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
        });
        expect((await support.teams.restore({ teamId })).archivedAt).toBeNull();
        expect((await support.teams.list()).rows).toHaveLength(2);
      }));
  });
}
