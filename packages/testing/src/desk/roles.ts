import { describe, expect, test } from "vitest";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const denied = { code: "FORBIDDEN" };
const invalid = (words: string) => ({ code: "INVALID_INPUT", message: expect.stringContaining(words) });
const archived = { code: "ARCHIVED", message: expect.stringContaining("is archived") };

/** Somebody who may look after agents and no more than an agent otherwise. */
async function lead({ support, hire }: TestDesk) {
  await support.roles.create({
    key: "lead",
    label: "Lead",
    copyOf: "agent",
    permissions: { "agents.write": "tenant" },
  });
  return hire("lead", "Lead");
}

export function roleTests(options: DeskSuiteOptions): void {
  describe("roles made at run time", () => {
    test("let their agents do what they say and nothing else", () =>
      onDesk(options, async ({ support, hire, hear }) => {
        const { id: caseId } = await hear();
        const role = await support.roles.create({
          key: "reader",
          label: "Reader",
          labels: { de: "Leserin" },
          permissions: { "cases.read": "tenant" },
        });
        expect(role).toMatchObject({
          key: "reader",
          source: "stored",
          permissions: { "cases.read": "tenant" },
        });
        const { desk } = await hire("reader");
        expect((await desk.cases.get({ caseId })).id).toBe(caseId);
        await expect(desk.cases.reply({ caseId, text: "x" })).rejects.toMatchObject(denied);
        await expect(desk.customers.list()).rejects.toMatchObject(denied);
        const told = (await support.events.list({ type: "role.created" })).rows;
        expect(told.map(({ data }) => data)).toEqual([{ key: "reader" }]);
      }));

    test("those of the code are listed as such, can be copied, and not changed", () =>
      onDesk(options, async ({ support }) => {
        const listed = (await support.roles.list()).rows;
        expect(listed.map(({ key, source }) => [key, source])).toEqual([
          ["admin", "code"],
          ["agent", "code"],
          ["collaborator", "code"],
        ]);
        const copy = await support.roles.create({
          key: "quiet",
          label: "Quiet",
          copyOf: "agent",
          permissions: { "cases.reply": null, "cases.read": "team" },
        });
        const { permissions } = await support.roles.get({ key: "agent" });
        const { "cases.reply": _, ...rest } = permissions;
        expect(copy.permissions).toEqual({ ...rest, "cases.read": "team" });
        const changes = [
          () => support.roles.update({ key: "agent", label: "x" }),
          () => support.roles.archive({ key: "admin" }),
        ];
        for (const change of changes) await expect(change()).rejects.toMatchObject(invalid("copyOf"));
        await expect(support.roles.create({ key: "agent", label: "x" })).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
        });
      }));

    test("a permission or role that nobody knows is answered with the nearest one", () =>
      onDesk(options, async ({ support, hire }) => {
        const create = (permissions: Record<string, "own" | "tenant">) =>
          support.roles.create({ key: "helper", label: "Helper", permissions });
        await expect(create({ "cases.raed": "tenant" })).rejects.toMatchObject(
          invalid('Did you mean "cases.read"?'),
        );
        await expect(create({ "templates.write": "own" })).rejects.toMatchObject(invalid("narrowed"));
        await expect(create({ "customers.read": "own" })).rejects.toMatchObject(invalid("narrowed"));
        await create({ "cases.read": "own" });
        await expect(hire("helpr")).rejects.toMatchObject(invalid('Did you mean "helper"?'));
        await expect(support.roles.get({ key: "helpr" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("what a role loses is lost with the next call, in every process", () =>
      onDesk(options, async (desk) => {
        const { support, hire } = desk;
        await support.roles.create({
          key: "reader",
          label: "Reader",
          permissions: { "cases.read": "tenant", "customers.read": "tenant" },
        });
        const { id, desk: here } = await hire("reader");
        const there = (await desk.another()).support.as({ kind: "agent", id });
        for (const one of [here, there]) await one.customers.list();
        await support.roles.update({ key: "reader", permissions: { "cases.read": "tenant" } });
        for (const one of [here, there]) {
          await expect(one.customers.list()).rejects.toMatchObject(denied);
          await one.cases.list();
        }
        await support.roles.archive({ key: "reader" });
        for (const one of [here, there])
          await expect(one.cases.list()).rejects.toMatchObject({ ...denied, details: { because: "role" } });
        await expect(hire("reader")).rejects.toMatchObject(archived);
        await support.roles.restore({ key: "reader" });
        for (const one of [here, there]) await one.cases.list();
        await support.agents.update({ agentId: id, role: "collaborator" });
        await there.customers.list();
        await support.agents.update({ agentId: id, active: false });
        for (const one of [here, there]) await expect(one.cases.list()).rejects.toMatchObject(denied);
      }));

    test("nobody gives more than they have, by whatever way", () =>
      onDesk(options, async (desk) => {
        const { support, hire } = desk;
        const { id: leadId, desk: asLead } = await lead(desk);
        const { id: adminId } = await hire("admin", "Root");
        const { id: agentId } = await hire("agent", "Grace");
        await support.roles.create({
          key: "strong",
          label: "Strong",
          permissions: { "templates.write": "tenant" },
        });
        const { id: strongId } = await hire("strong", "Hal");
        const attempts = [
          () => asLead.agents.update({ agentId: leadId, role: "admin" }),
          () => asLead.agents.update({ agentId, role: "admin" }),
          () => asLead.agents.update({ agentId, role: "strong" }),
          () => asLead.agents.create({ name: "X", role: "admin" }),
          () => asLead.agents.upsert({ name: "X", hostId: "x", role: "strong" }),
          () => asLead.roles.create({ key: "mine", label: "Mine", copyOf: "admin" }),
          () => asLead.roles.create({ key: "mine", label: "M", permissions: { "jobs.manage": "tenant" } }),
          () => asLead.roles.update({ key: "lead", permissions: { "audit.manage": "tenant" } }),
          () => asLead.roles.update({ key: "strong", permissions: {} }),
          () => asLead.roles.archive({ key: "strong" }),
          // Whoever may do more is not theirs to change: an id in the host would make them that agent.
          () => asLead.agents.update({ agentId: adminId, hostId: "mine" }),
          () => asLead.agents.update({ agentId: adminId, active: false }),
          () => asLead.agents.update({ agentId: strongId, role: "agent" }),
          // Customers would read it under the admin's name.
          () => asLead.agents.setSignature({ agentId: adminId, signature: "Mine" }),
          () => asLead.agents.setPresence({ agentId: adminId, presence: "away" }),
          () => asLead.agents.setPresence({ agentId: strongId, presence: "online" }),
        ];
        for (const attempt of attempts)
          await expect(attempt()).rejects.toMatchObject({
            ...denied,
            details: { because: "more-than-own" },
          });
        // What they have themselves they may give.
        await asLead.roles.create({ key: "mine", label: "Mine", permissions: { "cases.read": "own" } });
        await asLead.agents.setSignature({ agentId, signature: "Grace" });
        await asLead.agents.setPresence({ agentId, presence: "away" });
        await asLead.agents.setSignature({ agentId: leadId, signature: "Ada" });
        await asLead.agents.update({ agentId, role: "mine" });
        await asLead.agents.update({ agentId, role: "agent", active: false });
      }));

    test("a narrower reach can't be widened by those who have it, not by teams either", () =>
      onDesk(options, async ({ support, hire }) => {
        const north = await support.teams.create({ name: "North" });
        const south = await support.teams.create({ name: "South" });
        await support.roles.create({
          key: "teamlead",
          label: "Team lead",
          permissions: { "cases.read": "team", "agents.write": "tenant", "agents.read": "tenant" },
        });
        const { id: agentId, desk } = await hire("teamlead");
        await support.agents.update({ agentId, teamIds: [north.id] });
        const wide = { key: "wide", label: "W", permissions: { "cases.read": "tenant" } } as const;
        await expect(desk.roles.create(wide)).rejects.toMatchObject(denied);
        await expect(desk.agents.update({ agentId, teamIds: [north.id, south.id] })).rejects.toMatchObject(
          denied,
        );
        await desk.roles.create({ ...wide, permissions: { "cases.read": "own" } });
        const { id: other } = await desk.agents.create({ name: "A", role: "wide", teamIds: [north.id] });
        await expect(desk.agents.update({ agentId: other, teamIds: [south.id] })).rejects.toMatchObject(
          denied,
        );
      }));

    test("the last admin keeps the administration, also when two leave at once", () =>
      onDesk(options, async (desk) => {
        const { hire, support, settled } = desk;
        const { id: first, desk: asFirst } = await hire("admin", "First");
        const last = { ...denied, details: { because: "last-admin" } };
        await expect(asFirst.agents.update({ agentId: first, role: "agent" })).rejects.toMatchObject(last);
        await expect(asFirst.agents.update({ agentId: first, active: false })).rejects.toMatchObject(last);
        const { id: second } = await hire("admin", "Second");
        const elsewhere = (await desk.another()).support.as({ kind: "agent", id: second });
        const both = await settled(
          Promise.allSettled([
            asFirst.agents.update({ agentId: first, role: "agent" }),
            elsewhere.agents.update({ agentId: second, active: false }),
          ]),
        );
        expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        const admins = (await support.agents.list({ role: "admin", active: true })).rows;
        expect(admins).toHaveLength(1);
      }));

    test("another tenant has none of them", () =>
      onDesk(
        options,
        async ({ support }) => {
          await support.roles.create({ key: "helper", label: "Helper" });
          const north = support.tenant("north");
          expect((await north.roles.list()).rows).toHaveLength(3);
          await expect(north.agents.create({ name: "X", role: "helper" })).rejects.toMatchObject(
            invalid("no role"),
          );
        },
        { tenants: ["default", "north"] },
      ));
  });
}
