import { describe, expect, test } from "vitest";
import { answering, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const day = 86_400_000;
const question = { externalId: "<question@example.com>" };
const again = answering("<question@example.com>");

async function closed({ support, hear }: TestDesk) {
  const { id: caseId } = await hear(question);
  return support.cases.update({ caseId, status: "closed", addTags: ["parcel"], priority: "high" });
}

export function followUpTests(options: DeskSuiteOptions): void {
  describe("follow-ups", () => {
    test("a reply to a closed case opens a linked one that carries on what was known", () =>
      onDesk(options, async (desk) => {
        const before = await closed(desk);
        const next = await desk.hear(again);
        expect(next).toMatchObject({
          status: "new",
          customerId: before.customerId,
          tags: ["parcel"],
          priority: "high",
          waitingSince: desk.clock.now(),
        });
        expect(next.id).not.toBe(before.id);
        expect((await desk.support.cases.links({ caseId: next.id })).rows).toMatchObject([
          { fromId: next.id, toId: before.id, kind: "follow_up" },
        ]);
        expect(await desk.support.cases.get({ caseId: before.id })).toEqual(before);
      }));

    test("a second reply to the closed case joins the follow-up instead of opening another", () =>
      onDesk(options, async (desk) => {
        await closed(desk);
        const next = await desk.hear(again);
        expect((await desk.hear(again)).id).toBe(next.id);
      }));

    test("whoever takes part in the closed case takes part in its follow-up", () =>
      onDesk(options, async (desk) => {
        const { id: caseId } = await desk.hear(question);
        const joined = await desk.hear({ from: mallory, threadHints: [{ by: "signed", caseId }] });
        await desk.support.cases.update({ caseId, status: "closed" });
        const next = await desk.hear({ from: mallory, subject: joined.code });
        expect(next.customerId).toBe(joined.customerId);
        expect(next.participantIds).toEqual(joined.participantIds);
        expect((await desk.hear({ from: mallory, subject: next.code })).id).toBe(next.id);
      }));

    test("a reply reopens a closed case where the host says so", () =>
      onDesk(
        options,
        async (desk) => {
          const before = await closed(desk);
          expect(await desk.hear(again)).toMatchObject({ id: before.id, status: "open", closedAt: null });
        },
        { cases: { replyToClosed: "reopen" } },
      ));

    test("a reply to a case solved long ago opens a follow-up where the host says so", () =>
      onDesk(
        options,
        async ({ support, hear, clock }) => {
          const { id } = await hear(question);
          await support.cases.solve({ caseId: id });
          await clock.advance(2 * day);
          expect((await hear(again)).id).toBe(id);
          await support.cases.solve({ caseId: id });
          await clock.advance(2 * day + 1);
          expect((await hear(again)).id).not.toBe(id);
        },
        { cases: { followUpAfterDays: 2, closeSolvedAfterDays: null } },
      ));

    test("an agent opens a follow-up by hand", () =>
      onDesk(options, async (desk) => {
        const before = await closed(desk);
        const { desk: grace } = await desk.hire();
        const next = await grace.cases.followUp({ caseId: before.id, subject: "The refund" });
        expect(next).toMatchObject({ subject: "The refund", openedBy: "agent", tags: ["parcel"] });
      }));

    test("on the host's pages a customer goes on with a closed case by a follow-up of its own", () =>
      onDesk(options, async (desk) => {
        const before = await closed(desk);
        const asAda = desk.support.as({ kind: "customer", id: before.customerId });
        const next = await asAda.cases.followUp({ caseId: before.id });
        await asAda.cases.addCustomerMessage({ caseId: next.id, text: "Still not here" });
        const stranger = desk.support.as({ kind: "customer", id: "cus_stranger" });
        await expect(stranger.cases.followUp({ caseId: before.id })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));

    test("what a customer says of a closed case on the host's pages opens a follow-up, and goes on in it", () =>
      onDesk(options, async (desk) => {
        const before = await closed(desk);
        const asAda = desk.support.as({ kind: "customer", id: before.customerId });
        const say = () =>
          asAda.cases.addCustomerMessage(
            { caseId: before.id, text: "Still not here" },
            { idempotencyKey: "1" },
          );
        const said = await say();
        expect(await desk.support.cases.get({ caseId: said.caseId })).toMatchObject({
          status: "new",
          subject: before.subject,
          openedBy: "customer",
          waitingSince: desk.clock.now(),
        });
        expect((await desk.support.cases.links({ caseId: said.caseId })).rows).toMatchObject([
          { fromId: said.caseId, toId: before.id, kind: "follow_up" },
        ]);
        expect((await say()).id).toBe(said.id);
        expect(await desk.support.cases.get({ caseId: before.id })).toEqual(before);
        const more = await asAda.cases.addCustomerMessage({ caseId: before.id, text: "Hello?" });
        expect(more.caseId).toBe(said.caseId);
      }));

    test("what a customer says on the host's pages of a case solved long ago opens a follow-up too", () =>
      onDesk(
        options,
        async ({ support, hear, clock }) => {
          const { id: caseId } = await hear(question);
          const say = () => support.cases.addCustomerMessage({ caseId, text: "Again" });
          await support.cases.solve({ caseId });
          await clock.advance(2 * day);
          expect((await say()).caseId).toBe(caseId);
          await support.cases.solve({ caseId });
          await clock.advance(2 * day + 1);
          expect((await say()).caseId).not.toBe(caseId);
        },
        { cases: { followUpAfterDays: 2, closeSolvedAfterDays: null } },
      ));

    test("on the host's pages a customer reopens a closed case where a reply would", () =>
      onDesk(
        options,
        async (desk) => {
          const before = await closed(desk);
          const asAda = desk.support.as({ kind: "customer", id: before.customerId });
          await asAda.cases.addCustomerMessage({ caseId: before.id, text: "Still not here" });
          expect((await desk.support.cases.get({ caseId: before.id })).status).toBe("open");
        },
        { cases: { replyToClosed: "reopen" } },
      ));
  });
}
