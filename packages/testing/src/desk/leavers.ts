import { cases as caseTable } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const minutes = 60_000;

/** Ways to give an agent something to do. */
const ways: readonly (readonly [
  string,
  (desk: TestDesk, caseId: string, agentId: string) => Promise<unknown>,
])[] = [
  [
    "a new case",
    async ({ support }, caseId, assigneeId) => {
      const { customerId } = await support.cases.get({ caseId });
      return support.cases.open({ customerId, subject: "New", assigneeId });
    },
  ],
  ["a case", ({ support }, caseId, assigneeId) => support.cases.assign({ caseId, assigneeId })],
  ["an update", ({ support }, caseId, assigneeId) => support.cases.update({ caseId, assigneeId })],
  ["news of a case", ({ support }, caseId, id) => support.cases.update({ caseId, followerIds: [id] })],
  [
    "a macro",
    ({ support }, _, assigneeId) => support.macros.save({ name: "to them", changes: { assigneeId } }),
  ],
  [
    "late cases",
    ({ support }, _, assigneeId) =>
      support.policies.save({
        id: "late",
        onBreach: [{ do: "reassign", assigneeId }],
        targets: [{ metric: "first_reply", within: "1h" }],
      }),
  ],
  [
    "news of late cases",
    ({ support }, _, id) =>
      support.policies.save({
        id: "late",
        targets: [
          { metric: "first_reply", within: "1h", onBreach: [{ do: "notify", whom: { agentIds: [id] } }] },
        ],
      }),
  ],
];

export function leaverTests(options: DeskSuiteOptions): void {
  describe("agents who can be given nothing", () => {
    test.each(ways)("%s", (_what, give) =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        const { id } = await desk.hire();
        await desk.support.agents.update({ agentId: id, active: false });
        await expect(give(desk, caseId, id)).rejects.toMatchObject({
          code: "AGENT_INACTIVE",
          message: expect.stringContaining(id),
        });
        await expect(give(desk, caseId, "agt_none")).rejects.toMatchObject({ code: "NOT_FOUND" });
        await desk.support.agents.update({ agentId: id, active: true });
        await give(desk, caseId, id);
      }),
    );

    test("an agent of another tenant", () =>
      onDesk(
        options,
        async ({ support }) => {
          const south = support.tenant("south");
          const { id: assigneeId } = await support.tenant("north").agents.create({ name: "Grace" });
          const { id: customerId } = await south.customers.create({});
          const { id: caseId } = await south.cases.open({ customerId, subject: "Help" });
          await expect(south.cases.assign({ caseId, assigneeId })).rejects.toMatchObject({
            code: "NOT_FOUND",
          });
        },
        { tenants: ["north", "south"] },
      ));

    test("applying a macro for somebody who has left changes nothing", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        const { id: caseId } = await hear();
        const { id: assigneeId } = await hire();
        const macro = await support.macros.save({
          name: "to Grace",
          changes: { assigneeId, priority: "urgent" },
        });
        await support.agents.update({ agentId: assigneeId, active: false });
        const apply = support.macros.apply({ macroId: macro.id, caseId });
        await expect(apply).rejects.toMatchObject({ code: "AGENT_INACTIVE" });
        expect((await support.cases.get({ caseId })).priority).toBe("normal");
      }));
  });

  describe("an agent who leaves", () => {
    test("leaves their open cases to the team, all of them, and is offline", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        const { id: agentId } = await hire();
        const { id: teamId } = await support.teams.create({ name: "Returns" });
        await support.agents.setPresence({ agentId: agentId, presence: "online" });
        const { customerId } = await hear();
        const open = async () =>
          (await support.cases.open({ customerId, subject: "Help", teamId, assigneeId: agentId })).id;
        const solved = await open();
        await support.cases.solve({ caseId: solved });
        const pending = await open();
        await support.cases.update({ caseId: pending, status: "pending" });
        for (let count = 0; count < 60; count++) await open();
        await support.agents.update({ agentId, active: false });
        expect((await support.agents.get({ agentId: agentId })).presence).toBe("offline");
        for (let looks = 0; looks < 4; looks++) await support.tick();
        const { rows } = await support.cases.list({ assigneeId: null, teamId, limit: 200 });
        expect(rows).toHaveLength(61);
        expect((await support.cases.list({ assigneeId: agentId })).rows).toEqual([]);
        expect((await support.cases.get({ caseId: solved })).assigneeId).toBe(agentId);
        const told = (await support.events.list({ caseId: pending, type: "case.assigned" })).rows;
        expect(told.at(-1)?.data).toMatchObject({ fromAssigneeId: agentId, assigneeId: null, teamId });
      }));

    test("is shown as there by nobody until they are back", () =>
      onDesk(options, async ({ support, hire }) => {
        const { id: agentId } = await hire();
        const { desk: admin } = await hire("admin", "Alan");
        await support.agents.update({ agentId, active: false });
        for (const { agents } of [support, admin])
          for (const presence of ["online", "away"] as const)
            await expect(agents.setPresence({ agentId, presence })).rejects.toMatchObject({
              code: "AGENT_INACTIVE",
              message: expect.stringContaining("agents.update"),
            });
        expect(await admin.agents.setPresence({ agentId, presence: "offline" })).toMatchObject({
          presence: "offline",
        });
        await support.agents.update({ agentId, active: true });
        expect((await admin.agents.setPresence({ agentId, presence: "online" })).presence).toBe("online");
      }));

    test("a case that was given to them while they left is found at a second look", () =>
      onDesk(options, async (desk) => {
        const { support, storage, clock } = desk;
        const { id: caseId } = await desk.hear();
        const { id: agentId } = await desk.hire();
        await support.agents.update({ agentId, active: false });
        await support.tick();
        const found = await support.cases.get({ caseId });
        const key = { tenantId: found.tenantId, id: caseId };
        await storage.commit([
          { kind: "update", table: caseTable, key, set: { assigneeId: agentId }, expect: {} },
        ]);
        await clock.advance(2 * minutes);
        await support.tick();
        expect((await support.cases.get({ caseId })).assigneeId).toBeNull();
      }));

    test("a solved case of theirs that the customer reopens is nobody's, and so is its follow-up", () =>
      onDesk(options, async ({ support, hear, hire }) => {
        const { id: agentId } = await hire();
        const { id: caseId } = await hear({ externalId: "first" });
        await support.cases.assign({ caseId, assigneeId: agentId });
        await support.cases.solve({ caseId });
        await support.agents.update({ agentId, active: false });
        const reopened = await hear({ ...answering("first"), text: "Again" });
        expect(reopened).toMatchObject({ id: caseId, assigneeId: null, category: "open" });
        const closed = await hear({ externalId: "second" });
        const { id: other } = await hire();
        await support.cases.assign({ caseId: closed.id, assigneeId: other });
        await support.cases.update({ caseId: closed.id, status: "closed" });
        await support.agents.update({ agentId: other, active: false });
        const next = await hear({ ...answering("second"), text: "Again" });
        expect(next.id).not.toBe(closed.id);
        expect(next.assigneeId).toBeNull();
      }));
  });

  describe("what is none of what there is", () => {
    /** What callers without types pass. */
    const untyped = <Value>(value: unknown) => JSON.parse(JSON.stringify(value)) as Value;
    const wrong: readonly (readonly [string, (desk: TestDesk, caseId: string) => Promise<unknown>])[] = [
      ["a handler", ({ support }, id) => support.cases.handOff({ caseId: id, to: untyped("robot") })],
      ["a mark of spam", ({ support }, id) => support.cases.markSpam({ caseId: id, spam: untyped("yes") })],
      ["an assignment", ({ support }, id) => support.cases.assign(untyped({ caseId: id, agentId: "agt_1" }))],
      ["a status", ({ support }, caseId) => support.cases.update({ caseId, status: "doing" })],
      [
        "a priority",
        ({ support }, caseId) =>
          support.cases.update(untyped<{ caseId: string; priority: "urgent" }>({ caseId, priority: "asap" })),
      ],
      ["a language", ({ support }, caseId) => support.cases.update({ caseId, language: "Klingon!" })],
      [
        "a kind of link",
        ({ support }, id) => support.cases.link(untyped({ fromId: id, toId: id, kind: "sibling" })),
      ],
      [
        "a presence",
        async ({ support, hire }) =>
          support.agents.setPresence({ agentId: (await hire()).id, presence: untyped("asleep") }),
      ],
      ["a role", ({ support }) => support.agents.create(untyped({ name: "X", role: "king" }))],
      ["an agent's language", ({ support }) => support.agents.create({ name: "X", locale: "Klingon!" })],
      ["an agent's time zone", ({ support }) => support.agents.create({ name: "X", timeZone: "Mars" })],
      ["a customer's time zone", ({ support }) => support.customers.create({ timeZone: "Mars" })],
      ["a kind of template", async ({ support }) => support.templates.variables({ kind: untyped("letter") })],
    ];
    test.each(wrong)("%s is refused in words", (_what, call) =>
      onDesk(options, async (desk) => {
        const { id } = await desk.hear();
        await expect(call(desk, id)).rejects.toMatchObject({ code: "INVALID_INPUT" });
      }),
    );

    test("an agent who isn't there, or has left, is told so", () =>
      onDesk(options, async ({ support, hire, hear }) => {
        const { id: caseId } = await hear();
        const nobody = support.as({ kind: "agent", id: "agt_none" });
        await expect(nobody.cases.get({ caseId })).rejects.toMatchObject({
          code: "FORBIDDEN",
          message: expect.stringMatching(/^Unknown agent agt_none/),
        });
        const { id, desk } = await hire();
        await support.agents.update({ agentId: id, active: false });
        await expect(desk.cases.reply({ caseId, text: "x" })).rejects.toMatchObject({
          code: "FORBIDDEN",
          message: expect.stringContaining("is deactivated"),
        });
      }));
  });
}
