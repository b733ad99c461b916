import type { AutomaticOrigin, InboundMessage } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering, letter } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const question = { externalId: "<question@example.com>" };
const again = answering("<question@example.com>");

/** A customer writes through these: a group address, a newsletter tool, the form of a shop. */
const written: readonly AutomaticOrigin["reason"][] = ["list", "bulk", "auto-submitted"];
/** Nobody writes by these. */
const notices: readonly AutomaticOrigin["reason"][] = ["out-of-office", "own", "daemon", "null-sender"];

const by = (reason: AutomaticOrigin["reason"], values: Partial<InboundMessage> = {}) =>
  letter({ automatic: { reason, evidence: "a header" }, ...values });

const promised = { policies: [{ id: "all", targets: [{ metric: "next_reply", within: "1h" } as const] }] };

export function machineTests(options: DeskSuiteOptions): void {
  describe("what machines send", () => {
    test.each(written)(
      "a message by %s opens a case in which somebody waits, without an acknowledgement",
      (reason) =>
        onDesk(
          options,
          async ({ support, receive, clock }) => {
            const { caseIds } = await receive([by(reason)]);
            const caseId = caseIds[0] ?? "";
            const now = clock.now();
            expect(await support.cases.get({ caseId })).toMatchObject({
              waitingSince: now,
              lastCustomerMessageAt: now,
            });
            expect((await support.cases.messages({ caseId })).rows).toHaveLength(1);
            expect((await support.events.list({ type: "case.opened" })).rows).toMatchObject([
              { data: { automatic: true, counts: true } },
            ]);
            await receive([letter()]);
            expect((await support.events.list({ type: "case.acknowledged" })).rows).toHaveLength(1);
          },
          { templates: {} },
        ),
    );

    test.each(written)(
      "a message by %s reopens a solved case and starts the clock of the next reply",
      (reason) =>
        onDesk(
          options,
          async ({ support, receive, hear, clock }) => {
            const { id: caseId } = await hear(question);
            await support.cases.reply({ caseId, text: "Done", status: "solved" });
            expect((await receive([by(reason, again)])).caseIds).toEqual([caseId]);
            expect(await support.cases.get({ caseId })).toMatchObject({
              status: "open",
              waitingSince: clock.now(),
            });
            const clocks = (await support.sla.clocks({ caseId })).rows;
            expect(clocks.filter(({ state }) => state === "running")).toMatchObject([
              { metric: "next_reply" },
            ]);
          },
          { sla: promised },
        ),
    );

    test.each(written)("a message by %s opens a follow-up of a closed case", (reason) =>
      onDesk(options, async ({ support, receive, hear }) => {
        const { id: caseId } = await hear(question);
        await support.cases.update({ caseId, status: "closed" });
        const { caseIds } = await receive([by(reason, again)]);
        expect(caseIds).not.toEqual([caseId]);
        expect((await support.cases.links({ caseId: caseIds[0] ?? "" })).rows).toMatchObject([
          { kind: "follow_up", toId: caseId },
        ]);
      }),
    );

    test.each(written)("a message by %s is a newer one that an answer asks about", (reason) =>
      onDesk(options, async ({ support, receive, hear, clock }) => {
        const { id: caseId } = await hear(question);
        const [seen] = (await support.cases.messages({ caseId })).rows;
        await clock.advance(1_000);
        await receive([by(reason, again)]);
        await expect(
          support.cases.reply({ caseId, text: "x", seenMessageId: seen?.id ?? "" }),
        ).rejects.toMatchObject({ code: "NEWER_CUSTOMER_MESSAGE" });
      }),
    );

    test.each(notices)("a notice by %s joins the case and changes nothing of it", (reason) =>
      onDesk(
        options,
        async ({ support, receive, hear, clock }) => {
          const { id: caseId } = await hear(question);
          const answer = await support.cases.reply({ caseId, text: "Done", status: "solved" });
          const before = await support.cases.get({ caseId });
          await clock.advance(1_000);
          expect((await receive([by(reason, again)])).caseIds).toEqual([caseId]);
          expect(await support.cases.get({ caseId })).toEqual(before);
          const clocks = (await support.sla.clocks({ caseId })).rows;
          expect(clocks.filter(({ state }) => state === "running")).toEqual([]);
          await support.cases.reply({ caseId, text: "And", seenMessageId: answer.id });
        },
        { sla: promised },
      ),
    );
  });
}
