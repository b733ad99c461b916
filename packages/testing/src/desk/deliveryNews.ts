import { describe, expect, test } from "vitest";
import { ada, mallory, news } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { queued } from "./harness/queued.ts";
import { externalIdOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function deliveryNewsTests(options: DeskSuiteOptions): void {
  describe("news of deliveries", () => {
    test("news moves the state on, never back", () =>
      onDesk(options, async (desk) => {
        const { receive, support } = desk;
        const message = await queued(desk);
        await support.tick();
        for (const [told, then] of [
          ["delivered", "delivered"],
          ["read", "read"],
          ["delivered", "read"],
        ] as const) {
          await receive([news(message.externalId, told)]);
          expect(await message.state()).toBe(then);
        }
        expect((await support.events.list({ type: "message.delivered" })).rows).toHaveLength(2);
      }));

    test.each([
      ["delayed, then delivered", ["delayed", "delivered"], "delivered"],
      ["delayed, then bounced", ["delayed", "bounced"], "bounced"],
      ["relayed, then bounced", ["relayed", "bounced"], "bounced"],
      ["delayed after it was delivered", ["delivered", "delayed"], "delivered"],
      ["delayed after it was bounced", ["bounced", "delayed"], "bounced"],
      ["delivered, then bounced by the next station", ["delivered", "bounced"], "bounced"],
      ["bounced, then delivered by news that was late", ["bounced", "delivered"], "bounced"],
      ["read, then bounced, to one recipient", ["read", "bounced"], "read"],
      ["read, then delivered by news that was late", ["read", "delivered"], "read"],
      ["failed, then bounced", ["failed", "bounced"], "failed"],
    ] as const)("a message that is %s", (_, states, then) =>
      onDesk(options, async (desk) => {
        const { receive, support } = desk;
        const message = await queued(desk);
        await support.tick();
        for (const state of states) {
          await receive([news(message.externalId, state)]);
          // News comes more than once.
          await receive([news(message.externalId, state)]);
        }
        expect(await message.state()).toBe(then);
        const isFailure = then === "bounced" || then === "failed";
        expect((await support.events.list({ type: "message.failed" })).rows).toHaveLength(isFailure ? 1 : 0);
      }),
    );

    test.each(["delayed", "relayed"] as const)(
      "that a message is %s is no failure, and is shown on it",
      (state) =>
        onDesk(options, async (desk) => {
          const { receive, support } = desk;
          const message = await queued(desk);
          await support.tick();
          for (let count = 0; count < 3; count++)
            await receive([
              { ...news(message.externalId, state), detail: "4.4.1 no answer", reason: "expired" },
            ]);
          const { rows } = await support.cases.messages({ caseId: message.caseId });
          expect(rows.find(({ id }) => id === message.id)).toMatchObject({
            deliveryState: "sent",
            deliveryDetail: "4.4.1 no answer",
            deliveryReason: "expired",
            deliveryCause: null,
          });
          expect((await support.events.list({ type: "message.failed" })).rows).toEqual([]);
          const told = (await support.events.list({ type: "message.delayed" })).rows;
          expect(told).toHaveLength(state === "delayed" ? 1 : 0);
        }),
    );

    test("why a message failed is kept with it, told in the event, and gone when it is sent again", () =>
      onDesk(options, async (desk) => {
        const { receive, support } = desk;
        const message = await queued(desk);
        await support.tick();
        const full = { reason: "unreachable", cause: "mailbox-full" } as const;
        await receive([{ ...news(message.externalId, "failed", "soft"), ...full }]);
        const row = async () =>
          (await support.cases.messages({ caseId: message.caseId })).rows.find(({ id }) => id === message.id);
        expect(await row()).toMatchObject({ deliveryReason: "unreachable", deliveryCause: "mailbox-full" });
        expect((await support.events.list({ type: "message.failed" })).rows).toMatchObject([{ data: full }]);
        await support.delivery.retry({ messageId: message.id });
        expect(await row()).toMatchObject({ deliveryReason: null, deliveryCause: null });
      }));

    test("of several recipients the one who did not get it counts, whoever has read it", () =>
      onDesk(options, async ({ support, receive, hear }) => {
        const { id: caseId } = await hear();
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [mallory] });
        await support.tick();
        const state = async () =>
          (await support.cases.messages({ caseId })).rows.find((message) => message.id === id)?.deliveryState;
        await receive([news(externalIdOf(id), "read", null, ada)]);
        await receive([news(externalIdOf(id), "bounced", "soft", mallory)]);
        expect(await state()).toBe("bounced");
        await receive([news(externalIdOf(id), "read", null, ada)]);
        expect(await state()).toBe("bounced");
      }));

    test("a message that failed, was sent again and arrived counts as delivered", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([news(message.externalId, "failed")]);
        await support.delivery.retry({ messageId: message.id });
        expect(await message.state()).toBe("queued");
        await support.tick();
        expect(await message.state()).toBe("sent");
        await receive([news(message.externalId, "delivered")]);
        expect(await message.state()).toBe("delivered");
      }));

    test("a hard bounce marks the message and blocks the address until that is lifted", () =>
      onDesk(options, async (desk) => {
        const { support, receive, letters } = desk;
        const message = await queued(desk);
        await support.tick();
        const { caseIds } = await receive([news(message.externalId, "bounced", "hard")]);
        expect(caseIds).toEqual([]);
        expect(await message.state()).toBe("bounced");
        const [blocked] = (await support.suppressions.list()).rows;
        expect(blocked).toMatchObject({ kind: "email", value: ada.value, messageId: message.id });

        const { id } = await support.cases.reply({ caseId: message.caseId, text: "again" });
        await support.tick();
        expect(letters.handed).toHaveLength(1);
        await support.suppressions.remove({ suppressionId: blocked?.id ?? "" });
        await support.delivery.retry({ messageId: id });
        await support.tick();
        expect(letters.handed).toHaveLength(2);
      }));

    test.each(["bounced", "failed"] as const)(
      "a message does not count as %s because of somebody whom it did not go to, and nobody is blocked",
      (state) =>
        onDesk(options, async (desk) => {
          const { support, receive } = desk;
          const message = await queued(desk);
          await support.tick();
          await receive([news(message.externalId, state, "hard", mallory)]);
          expect(await message.state()).toBe("sent");
          expect((await support.suppressions.list()).rows).toEqual([]);
          expect((await support.events.list({ type: "inbound.unmatchedReceipt" })).rows).toHaveLength(1);
        }),
    );

    test("a hard bounce of a copy blocks the address of the copy, however it is written", () =>
      onDesk(options, async ({ support, receive, hear }) => {
        const { id: caseId } = await hear();
        const copy = { kind: "email", value: "Mallory@Example.com", name: null };
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [copy] });
        await support.tick();
        await receive([news(externalIdOf(id), "bounced", "hard", mallory)]);
        expect((await support.suppressions.list()).rows).toMatchObject([{ value: mallory.value }]);
      }));

    test("news that is not proven is shown on the message and blocks nobody", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([{ ...news(message.externalId, "bounced", "hard"), proven: false }], "forged");
        expect((await support.suppressions.list()).rows).toEqual([]);
        const { rows } = await support.cases.messages({ caseId: message.caseId });
        expect(rows.find(({ id }) => id === message.id)).toMatchObject({
          deliveryState: "bounced",
          deliveryDetail: expect.stringMatching(/^Unverified: .*bounced says the provider$/),
        });
        const next = await support.cases.reply({ caseId: message.caseId, text: "Still there?" });
        await support.tick();
        expect(await support.delivery.receipt({ messageId: next.id })).not.toBeNull();
        await receive([news(message.externalId, "bounced", "hard")], "real");
        expect((await support.suppressions.list()).rows).toMatchObject([{ value: ada.value }]);
      }));

    test("proof says which message and recipient bounced, whatever the report says", () =>
      onDesk(options, async ({ support, receive, hear }) => {
        const { id: caseId } = await hear();
        const { id: messageId } = await support.cases.reply({ caseId, text: "Hello", cc: [mallory] });
        await support.tick();
        const forged = news("<another@desk.example>", "bounced", "hard", ada);
        const recipientDigest = (await sha256(mallory.value)).slice(0, 6);
        await receive([{ ...forged, messageId, recipientDigest }]);
        expect((await support.suppressions.list()).rows).toMatchObject([{ value: mallory.value }]);
        const claimed = { ...forged, proven: false, messageId, recipientDigest: "" };
        expect((await receive([claimed], "unproven")).outcome).toBe("kept");
      }));

    test("a hard bounce that names nobody marks the message and blocks nobody", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([news(message.externalId, "bounced", "hard", null)]);
        expect(await message.state()).toBe("bounced");
        expect((await support.suppressions.list()).rows).toEqual([]);
      }));

    test("a blocked address is left out of the copies too", () =>
      onDesk(options, async (desk) => {
        const { support, receive, letters, hear } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([news(message.externalId, "bounced", "hard")]);
        const other = await hear({ from: { kind: "email", value: "eve@example.com", name: "Eve" } });
        const bob = { kind: "email", value: "bob@example.com", name: null };
        await support.cases.reply({ caseId: other.id, text: "Hello", cc: [ada, bob] });
        await support.tick();
        expect(letters.handed.at(-1)?.message.cc).toEqual([bob]);
      }));

    test("a soft bounce blocks nobody", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([news(message.externalId, "bounced", "soft")]);
        expect(await message.state()).toBe("bounced");
        expect((await support.suppressions.list()).rows).toEqual([]);
      }));

    test("news of a message that nobody knows is kept and listed, and opens no case", () =>
      onDesk(options, async ({ support, receive, settled }) => {
        const unknown = news("<unknown@example.com>", "bounced", "hard");
        const kept = await receive([unknown], "1");
        expect(kept).toMatchObject({ outcome: "kept", caseIds: [] });
        expect((await support.intake.listKept()).rows).toMatchObject([
          { id: kept.inboundId, problem: expect.stringContaining("about <unknown@example.com>") },
        ]);
        for (const type of ["inbound.unmatchedReceipt", "inbound.kept"])
          expect((await support.events.list({ type })).rows).toHaveLength(1);
        expect(await settled(receive([unknown], "1"))).toEqual({ ...kept, outcome: "duplicate" });
        await expect(support.intake.replay({ inboundId: kept.inboundId })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
        expect((await support.cases.list()).rows).toEqual([]);
        expect((await support.suppressions.list()).rows).toEqual([]);
      }));

    test("news that came before the message was known is taken in by a replay", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        const { inboundId } = await receive([news(message.externalId, "delivered")]);
        await support.tick();
        await support.intake.replay({ inboundId });
        expect(await message.state()).toBe("delivered");
        expect((await support.intake.listKept()).rows).toEqual([]);
      }));

    test("a delivery in which some news matches is taken in", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        const both = [news("<unknown@example.com>", "bounced"), news(message.externalId, "delivered")];
        expect((await receive(both)).outcome).toBe("accepted");
        expect(await message.state()).toBe("delivered");
      }));
  });
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
