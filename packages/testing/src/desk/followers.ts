import { describe, expect, test } from "vitest";
import { answering, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

async function told({ support }: TestDesk, caseId: string) {
  const { rows } = await support.events.list({ caseId, type: "case.newsForFollowers" });
  return rows.map(({ data }) => [data.about, data.agentIds].flat());
}

export function followerTests(options: DeskSuiteOptions): void {
  describe("followers", () => {
    test("agents follow a case themselves, list what they follow, and stop", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId } = await desk.hear();
        await desk.hear({ from: mallory });
        const { id: agentId, desk: own } = await desk.hire("collaborator");
        expect((await own.cases.follow({ caseId, agentId })).followerIds).toEqual([agentId]);
        await own.cases.follow({ caseId, agentId });
        const { rows } = await own.cases.list({ followerId: agentId });
        expect(rows.map(({ id }) => id)).toEqual([caseId]);
        expect((await own.cases.unfollow({ caseId, agentId })).followerIds).toEqual([]);
        expect((await own.cases.list({ followerId: agentId })).rows).toEqual([]);
        const changes = (await support.events.list({ caseId, type: "case.followersChanged" })).rows;
        expect(changes.map(({ data }) => [data.added, data.removed])).toEqual([
          [[agentId], []],
          [[], [agentId]],
        ]);
      }));

    test("having others follow takes the right to change cases, and who has left can't", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        const { id: grace } = await desk.hire("agent", "Grace");
        const { desk: collaborator } = await desk.hire("collaborator", "Ed");
        await expect(collaborator.cases.follow({ caseId, agentId: grace })).rejects.toMatchObject({
          code: "FORBIDDEN",
        });
        const { desk: agent } = await desk.hire("agent", "Barbara");
        await agent.cases.follow({ caseId, agentId: grace });
        await desk.support.agents.update({ agentId: grace, active: false });
        await agent.cases.unfollow({ caseId, agentId: grace });
        await expect(agent.cases.follow({ caseId, agentId: grace })).rejects.toMatchObject({
          code: "AGENT_INACTIVE",
        });
      }));

    test("are told what happens, each thing once, but not what they do themselves", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: caseId } = await desk.hear({ externalId: "<first@example.com>" });
        const { id: grace, desk: own } = await desk.hire("agent", "Grace");
        const { id: ed } = await desk.hire("agent", "Ed");
        const { id: gone } = await desk.hire("agent", "Gone");
        for (const agentId of [grace, ed, gone]) await support.cases.follow({ caseId, agentId });
        await support.agents.update({ agentId: gone, active: false });
        await own.cases.note({ caseId, text: "Look at this" });
        expect(await told(desk, caseId)).toEqual([["case.noted", ed]]);
        await desk.hear({ ...answering("<first@example.com>"), text: "Any news?" });
        await own.cases.reply({ caseId, text: "Yes." });
        await support.cases.update({ caseId, priority: "high", addTags: ["seen"] });
        await support.cases.solve({ caseId });
        expect((await told(desk, caseId)).slice(1)).toEqual([
          ["case.customerMessage", grace, ed],
          ["case.replied", ed],
          ["case.statusChanged", ed],
          ["case.priorityChanged", grace, ed],
          ["case.statusChanged", grace, ed],
        ]);
      }));

    test("a case that nobody follows has no news for followers", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear();
        await desk.support.cases.reply({ caseId, text: "Yes." });
        expect(await told(desk, caseId)).toEqual([]);
      }));

    test("go on to the case that another is merged into, to follow-ups and to what is split out", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const from = await desk.hear();
        const into = await desk.hear({ from: mallory });
        const { id: grace } = await desk.hire("agent", "Grace");
        const { id: ed } = await desk.hire("agent", "Ed");
        const { id: gone } = await desk.hire("agent", "Gone");
        for (const agentId of [grace, gone]) await support.cases.follow({ caseId: from.id, agentId });
        await support.cases.follow({ caseId: into.id, agentId: ed });
        await support.agents.update({ agentId: gone, active: false });
        const merged = await support.cases.merge({ fromId: from.id, intoId: into.id });
        expect(merged.followerIds).toEqual([ed, grace]);
        const note = await support.cases.note({ caseId: into.id, text: "Another matter" });
        const split = await support.cases.split({ caseId: into.id, messageIds: [note.id] });
        expect(split.followerIds).toEqual([ed, grace]);
        expect((await support.cases.followUp({ caseId: into.id })).followerIds).toEqual([ed, grace]);
        await expect(support.cases.follow({ caseId: from.id, agentId: ed })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("customers don't see them", () =>
      onDesk(options, async (desk) => {
        const { id: caseId, customerId } = await desk.hear();
        const { id: agentId } = await desk.hire();
        await desk.support.cases.follow({ caseId, agentId });
        const seen = await desk.support.as({ kind: "customer", id: customerId }).cases.get({ caseId });
        expect(JSON.stringify(seen)).not.toContain(agentId);
      }));
  });
}
