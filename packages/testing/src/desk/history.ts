import { describe, expect, test } from "vitest";
import { ada, answering, letter, mallory } from "./harness/letter.ts";
import { monday, onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const dayMs = 86_400_000;
const written = Date.parse("2023-03-01T10:00:00Z");

const old = (sentAt: number | null, values: Parameters<typeof letter>[0] = {}) =>
  letter({ history: true, sentAt, arrivedAt: written + 60_000, ...values });

/** What the desk promised or sent in a case. */
async function promised({ support }: TestDesk, caseId: string) {
  const types = (await support.events.list({ caseId })).rows.map(({ type }) => type);
  return types.filter(
    (type) => type.startsWith("sla.") || type === "case.acknowledged" || type === "message.queued",
  );
}

export function historyTests(options: DeskSuiteOptions): void {
  const targets = [
    { metric: "first_reply", within: "8h" },
    { metric: "next_reply", within: "8h" },
  ] as const;
  const withSla = { sla: { policies: [{ id: "all", targets }] } };

  describe("mail from before the desk", () => {
    test("keeps its dates, waits for nobody, and gets neither clocks nor an answer", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, receive } = desk;
          const { caseIds } = await receive([old(written)]);
          const [caseId = ""] = caseIds;
          expect(await support.cases.get({ caseId })).toMatchObject({
            openedAt: written,
            category: "closed",
            imported: true,
            waitingSince: null,
            lastCustomerMessageAt: null,
          });
          expect((await support.cases.messages({ caseId })).rows).toMatchObject([
            { at: written, sentAt: written, arrivedAt: written + 60_000, automatic: "history" },
          ]);
          expect(await promised(desk, caseId)).toEqual([]);
          await support.tick();
          expect(desk.letters.handed).toEqual([]);
        },
        withSla,
      ));

    test("is filed under its arrival where its writer's clock says nothing, and never under a time to come", () =>
      onDesk(options, async ({ support, receive }) => {
        const { caseIds } = await receive([old(null)], "1");
        const [caseId = ""] = caseIds;
        expect((await support.cases.messages({ caseId })).rows).toMatchObject([{ at: written + 60_000 }]);
        const ahead = await receive([old(monday + 40 * dayMs, { subject: "Ahead" })], "2");
        const opened = await support.cases.get({ caseId: ahead.caseIds[0] ?? "" });
        expect(opened?.openedAt).toBeLessThanOrEqual(monday + dayMs);
      }));

    test("stands in the order it was written in, whichever way it comes", () =>
      onDesk(options, async ({ support, receive }) => {
        const first = await receive([old(written, { externalId: "first@x", text: "One" })], "1");
        const answer = (at: number, text: string) =>
          old(at, { externalId: `${text}@x`, text, ...answering("first@x") });
        await receive([answer(written + 2 * dayMs, "Three")], "3");
        await receive([answer(written + dayMs, "Two")], "2");
        await receive([answer(written - dayMs, "Zero")], "0");
        const [caseId = ""] = first.caseIds;
        const { rows } = await support.cases.messages({ caseId });
        expect(rows.map(({ text }) => text).toSorted()).toEqual(["One", "Three", "Two", "Zero"]);
        const inOrder = rows.toSorted((one, other) => one.at - other.at).map(({ text }) => text);
        expect(rows.map(({ text }) => text)).toEqual(inOrder);
        expect(await support.cases.get({ caseId })).toMatchObject({
          openedAt: written - dayMs,
          category: "closed",
        });
      }));

    test("changes nothing about a live case that it belongs to", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, receive, hear, clock } = desk;
          const live = await hear({ externalId: "live@x" });
          await support.cases.reply({ caseId: live.id, text: "Done", status: "solved" });
          await support.tick();
          await clock.advance(dayMs);
          const before = await support.cases.get({ caseId: live.id });
          const told = await promised(desk, live.id);
          await receive([old(written, answering("live@x"))], "old");
          expect(await support.cases.get({ caseId: live.id })).toMatchObject({
            category: "solved",
            waitingSince: null,
            openedAt: before?.openedAt,
            lastCustomerMessageAt: before?.lastCustomerMessageAt,
          });
          expect(await promised(desk, live.id)).toEqual(told);
        },
        withSla,
      ));

    test.each(["follow-up", "reopen"] as const)(
      "a new message to it is a case with clocks and an acknowledgement (%s)",
      (replyToClosed) =>
        onDesk(
          options,
          async (desk) => {
            const { support, receive } = desk;
            const past = await receive([old(written, { externalId: "old@x" })], "1");
            const now = await receive([letter({ from: ada, text: "Me again", ...answering("old@x") })], "2");
            const [caseId = ""] = now.caseIds;
            expect(caseId).not.toBe(past.caseIds[0]);
            expect(await support.cases.get({ caseId })).toMatchObject({ category: "new", imported: false });
            expect(await promised(desk, caseId)).not.toEqual([]);
          },
          { ...withSla, cases: { replyToClosed } },
        ),
    );

    test("lets no stranger into a conversation", () =>
      onDesk(options, async ({ hear, receive }) => {
        const live = await hear({ externalId: "live@x" });
        const { caseIds } = await receive([old(written, { from: mallory, ...answering("live@x") })], "old");
        expect(caseIds).not.toContain(live.id);
      }));
  });

  describe("times", () => {
    test("of a message are kept: when it was written, when it arrived, when the desk got it", () =>
      onDesk(options, async ({ support, receive }) => {
        const sentAt = Date.parse("1999-01-01T00:00:00Z");
        const { caseIds } = await receive([letter({ sentAt })]);
        const [message] = (await support.cases.messages({ caseId: caseIds[0] ?? "" })).rows;
        expect(message).toMatchObject({ sentAt, automatic: null });
        expect(message?.arrivedAt).toBeGreaterThanOrEqual(monday);
        expect(message?.at).toBeGreaterThanOrEqual(monday);
        expect((await support.cases.get({ caseId: caseIds[0] ?? "" }))?.waitingSince).toBe(message?.at);
      }));
  });
}
