import { isSupportError, type Scope } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { commands } from "./harness/commands/index.ts";
import { furnish, marker } from "./harness/furnish.ts";
import { mallory } from "./harness/letter.ts";
import { type AnyDesk, asUntyped, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const missing = { code: "NOT_FOUND" };
const denied = { code: "FORBIDDEN" };

/** Permissions that are about cases alone. */
export const aboutCases = [
  "cases.read",
  "cases.write",
  "cases.reply",
  "notes.read",
  "notes.write",
  "events.read",
  "drafts.write",
  "reminders.write",
  "time.read",
  "time.write",
] as const;

/** An agent who has every permission, those about cases for a scope. */
async function scoped({ support, hire }: TestDesk, scope: Scope, name = "Grace") {
  const { permissions } = await support.roles.get({ key: "admin" });
  const narrowed = Object.fromEntries(aboutCases.map((permission) => [permission, scope]));
  const key = `only_${scope}`;
  const known = (await support.roles.list()).rows.some((role) => role.key === key);
  if (!known) await support.roles.create({ key, label: key, permissions: { ...permissions, ...narrowed } });
  return hire(key, name);
}

interface Caller {
  readonly name: string;
  readonly scope: "own" | "team";
  /** Whether the cases of the furniture are within it. */
  readonly isWithin: boolean;
}

const callers: readonly Caller[] = [
  { name: "an agent with own, to whom the cases are assigned,", scope: "own", isWithin: true },
  { name: "an agent with own, and cases of others,", scope: "own", isWithin: false },
  { name: "an agent with team, and cases of the team,", scope: "team", isWithin: true },
  { name: "an agent with team, and cases of others,", scope: "team", isWithin: false },
];

/** Give cases or messages away; open a case for nobody; are about another agent's drafts and reminders. */
const beside = new Set([
  "cases.assign",
  "cases.split",
  "cases.open",
  "drafts.get",
  "drafts.openAttachment",
  "drafts.remove",
  "reminders.get",
  "reminders.update",
  "reminders.complete",
]);

/** How a scope refuses a call; null where it does not. */
function refusalOf(error: unknown): "FORBIDDEN" | "NOT_FOUND" | null {
  if (!isSupportError(error) || error.details.because === "more-than-own") return null;
  if (error.code === "FORBIDDEN") return error.code;
  const isOfCase = /^There is no (case|message|scheduled reply|time entry) /.test(error.message);
  return error.code === "NOT_FOUND" && isOfCase ? error.code : null;
}

export function scopeTests(options: DeskSuiteOptions): void {
  describe("the reach of a role", () => {
    test.each(callers)("$name may do what reaches them and nothing else", ({ scope, isWithin }) =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const ids = await furnish(desk, support);
        const { id: agentId } = await scoped(desk, scope);
        if (isWithin) {
          const to = scope === "own" ? { assigneeId: agentId } : { teamId: ids.teamId };
          if (scope === "team") await support.agents.update({ agentId, teamIds: [ids.teamId] });
          for (const caseId of [ids.caseId, ids.otherCaseId]) await support.cases.assign({ caseId, ...to });
        }
        const acting = asUntyped(support, { kind: "agent", id: agentId });
        const wrong: string[] = [];
        for (const [path, { cases, call }] of Object.entries(commands)) {
          if (beside.has(path)) continue;
          const error = await desk.settled(
            call(acting, ids).then(
              () => null,
              (thrown: unknown) => thrown,
            ),
          );
          const refusal = refusalOf(error);
          const expected =
            cases === undefined ? "FORBIDDEN" : cases === "named" && !isWithin ? "NOT_FOUND" : null;
          if (refusal !== expected) wrong.push(`${path}: ${refusal ?? "allowed"}`);
        }
        expect(wrong).toEqual([]);
      }),
    );

    test.each(["own", "team"] as const)(
      "%s shows nothing of other cases, in no list, number or text",
      (scope) =>
        onDesk(options, async (desk) => {
          const { support, storage } = desk;
          const ids = await furnish(desk, support);
          const { desk: grace } = await scoped(desk, scope);
          expect((await grace.cases.list()).rows).toEqual([]);
          expect((await grace.cases.list({ categories: ["new", "open", "solved", "closed"] })).rows).toEqual(
            [],
          );
          if (storage.capabilities.search)
            expect((await grace.cases.search({ text: marker })).rows).toEqual([]);
          expect(await grace.cases.counts()).toMatchObject({ open: 0, unassigned: 0, byStatus: {} });
          expect((await grace.events.list()).rows).toEqual([]);
          expect((await grace.events.list({ caseId: ids.caseId })).rows).toEqual([]);
          const { rows } = await grace.customers.timeline({ customerId: ids.customerId });
          expect(rows.map(({ caseId, kind }) => [caseId, kind])).toEqual([[null, "activity.purchase"]]);
          for (const caseId of [ids.caseId, ids.code])
            await expect(grace.cases.get({ caseId })).rejects.toMatchObject({
              ...missing,
              message: `There is no case ${caseId}.`,
            });
        }),
    );

    test("own is what is assigned to them and what they follow; team is that and the cases of their teams", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const one = await hear({ externalId: "<1@example.com>" });
        const two = await hear({ from: mallory, text: "Mine", externalId: "<2@example.com>" });
        const three = await hear({ text: "Other", externalId: "<3@example.com>" });
        const team = await support.teams.create({ name: "North" });
        const { id: grace, desk: asGrace } = await scoped(desk, "own");
        const { id: alan, desk: asAlan } = await scoped(desk, "team", "Alan");
        await support.agents.update({ agentId: grace, teamIds: [team.id] });
        await support.agents.update({ agentId: alan, teamIds: [team.id] });
        await support.cases.assign({ caseId: one.id, assigneeId: grace });
        await support.cases.update({ caseId: two.id, followerIds: [grace, alan] });
        await support.cases.assign({ caseId: three.id, teamId: team.id });
        const seen = async ({ cases }: AnyDesk) => (await cases.list()).rows.map(({ id }) => id).sort();
        expect(await seen(asGrace)).toEqual([one.id, two.id].sort());
        expect(await seen(asAlan)).toEqual([two.id, three.id].sort());
        expect(await asGrace.cases.counts()).toMatchObject({ open: 2, unassigned: 1 });
        const orders = ["newest", "oldest", "updated"] as const;
        for (const order of orders)
          expect((await asAlan.cases.list({ order })).rows.map(({ id }) => id).sort()).toEqual(
            [two.id, three.id].sort(),
          );
        const told = (await asGrace.events.list({ type: "case.opened" })).rows;
        expect(told.map(({ caseId }) => caseId).sort()).toEqual([one.id, two.id].sort());
        const timeline = await asGrace.customers.timeline({ customerId: one.customerId, limit: 1 });
        expect(timeline.rows.map(({ caseId }) => caseId)).toEqual([one.id]);
        // What moves out of reach is gone with the next call.
        await support.cases.assign({ caseId: one.id, assigneeId: alan });
        await expect(asGrace.cases.get({ caseId: one.id })).rejects.toMatchObject(missing);
        expect(await seen(asGrace)).toEqual([two.id]);
      }));

    test("a case that may be read and not treated so is forbidden, and one that may not be read is not there", () =>
      onDesk(options, async ({ support, storage, hire, hear }) => {
        const { id: caseId } = await hear();
        await support.roles.create({
          key: "careful",
          label: "Careful",
          permissions: { "cases.read": "tenant", "cases.write": "own", "notes.read": "own" },
        });
        const { id: agentId, desk } = await hire("careful");
        const { id: noteId } = await support.cases.note({ caseId, text: "secret plans" });
        await expect(desk.cases.update({ caseId, priority: "high" })).rejects.toMatchObject(denied);
        expect((await desk.cases.get({ caseId })).priority).toBe("normal");
        const directions = async () =>
          (await desk.cases.messages({ caseId })).rows.map(({ direction }) => direction);
        expect(await directions()).toEqual(["in"]);
        if (storage.capabilities.search)
          expect((await desk.cases.search({ text: "secret" })).rows).toEqual([]);
        await expect(desk.intake.openAttachment({ messageId: noteId, index: 0 })).rejects.toMatchObject(
          missing,
        );
        await support.cases.assign({ caseId, assigneeId: agentId });
        await desk.cases.update({ caseId, priority: "high" });
        expect(await directions()).toEqual(["in", "note"]);
        if (storage.capabilities.search)
          expect((await desk.cases.search({ text: "secret" })).rows).toHaveLength(1);
      }));

    test("where a case leads to is narrowed as well: merges, follow-ups, links", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const { id: grace, desk: asGrace } = await scoped(desk, "own");
        const mine = await hear({ externalId: "<1@example.com>" });
        const theirs = await hear({ from: mallory, text: "Theirs", externalId: "<2@example.com>" });
        const third = await hear({ text: "Third", externalId: "<3@example.com>" });
        for (const { id: caseId } of [mine, third]) await support.cases.assign({ caseId, assigneeId: grace });
        await support.cases.link({ fromId: mine.id, toId: theirs.id, kind: "related", reason: "secret" });
        expect((await asGrace.cases.links({ caseId: mine.id })).rows).toEqual([]);
        await expect(
          asGrace.cases.link({ fromId: mine.id, toId: theirs.id, kind: "duplicate" }),
        ).rejects.toMatchObject(missing);
        await expect(asGrace.cases.merge({ fromId: mine.id, intoId: theirs.id })).rejects.toMatchObject(
          missing,
        );
        await support.cases.merge({ fromId: mine.id, intoId: theirs.id });
        // The merged one is theirs to see, and leads nowhere that is not.
        await asGrace.cases.get({ caseId: mine.id });
        await expect(asGrace.cases.followUp({ caseId: mine.id })).rejects.toMatchObject(missing);
        const into = { fromId: third.id, intoId: mine.id };
        await expect(asGrace.cases.merge(into)).rejects.toMatchObject(missing);
        await expect(asGrace.cases.previewMerge(into)).rejects.toMatchObject(missing);
      }));

    test("they open cases that they reach, and no others", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: customerId } = await support.customers.create({ name: "Ada" });
        const team = await support.teams.create({ name: "North" });
        const { id: grace, desk: asGrace } = await scoped(desk, "team");
        await support.agents.update({ agentId: grace, teamIds: [team.id] });
        const open = (more: { readonly assigneeId?: string; readonly teamId?: string }) =>
          asGrace.cases.open({ customerId, subject: "x", ...more });
        await expect(open({})).rejects.toMatchObject({
          ...denied,
          message: expect.stringContaining("assigneeId"),
        });
        expect((await support.cases.list()).rows).toEqual([]);
        await open({ teamId: team.id });
        await open({ assigneeId: grace });
      }));

    test("a macro does no more than the agent may do with that very case", () =>
      onDesk(options, async ({ support, hire, hear }) => {
        const { id: caseId } = await hear();
        await support.roles.create({
          key: "quiet",
          label: "Quiet",
          permissions: { "cases.read": "tenant", "cases.write": "tenant", "cases.reply": "own" },
        });
        const { id: agentId, desk } = await hire("quiet");
        const { id: macroId } = await support.macros.save({
          name: "Hello",
          reply: { from: "text", text: "Hi", html: null },
        });
        await expect(desk.macros.apply({ macroId, caseId })).rejects.toMatchObject(denied);
        await support.cases.assign({ caseId, assigneeId: agentId });
        await desk.macros.apply({ macroId, caseId });
      }));
  });
}
