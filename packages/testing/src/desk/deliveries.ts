import { SupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, mallory, news } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import { externalIdOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const away = () => {
  throw new SupportError("DELIVERY_UNAVAILABLE", "451 try later");
};
const refusal = () => {
  throw new SupportError("DELIVERY_REFUSED", "550 no such user");
};
const fault = () => {
  throw new SupportError("INTERNAL", "the connector stumbled");
};

/** A reply in a new case, not yet handed over. */
async function queued({ support, hear }: TestDesk) {
  const { id: caseId } = await hear();
  const { id } = await support.cases.reply({ caseId, text: "It is on its way." });
  const state = async () => {
    const { rows } = await support.cases.messages({ caseId });
    return rows.find((message) => message.id === id)?.deliveryState;
  };
  return { caseId, id, externalId: externalIdOf(id), state };
}

export function deliveryTests(options: DeskSuiteOptions): void {
  describe("deliveries", () => {
    test("a message is queued, then sent with a receipt under its own id as idempotency key", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        const message = await queued(desk);
        expect(await message.state()).toBe("queued");
        expect(await support.delivery.receipt(message.id)).toBeNull();
        await support.tick();
        expect(await message.state()).toBe("sent");
        expect(letters.handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual([message.id]);
        expect(await support.delivery.receipt(message.id)).toMatchObject({
          externalId: message.externalId,
          attempt: 1,
          detail: "250 taken",
        });
      }));

    test("a provider that is away gets the same message again under the same key, after a pause", () =>
      onDesk(options, async (desk) => {
        const { support, letters, clock } = desk;
        letters.script(away, away);
        const message = await queued(desk);
        for (let attempt = 1; attempt <= 3; attempt++) {
          await support.tick();
          expect(letters.handed).toHaveLength(attempt);
          await clock.advance(10_000);
        }
        expect(await message.state()).toBe("sent");
        expect(new Set(letters.handed.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
        expect(await support.delivery.receipt(message.id)).toMatchObject({ attempt: 3 });
      }));

    test("a refusal is final: the message failed and says why, and nobody has a job to look at", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(refusal);
        const message = await queued(desk);
        await support.tick();
        expect(await message.state()).toBe("failed");
        const { rows } = await support.cases.messages({ caseId: message.caseId });
        expect(rows.find(({ id }) => id === message.id)?.deliveryDetail).toBe("550 no such user");
        expect(await support.jobs.listDeadLetters()).toEqual([]);
        expect(await support.events.list({ type: "message.failed" })).toMatchObject([
          { data: { messageId: message.id, state: "failed" } },
        ]);
      }));

    test("a message of which only the copies were taken failed, for the reason the provider gave", () =>
      onDesk(options, async ({ support, letters, hear }) => {
        const { id: caseId } = await hear();
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [mallory] });
        const refused = [{ recipient: "Ada@Example.com", reason: "550 no such user" }];
        letters.script(() => ({ externalId: externalIdOf(id), refused, detail: "250 taken" }));
        await support.tick();
        const sent = async () => (await support.cases.messages({ caseId })).rows.find((one) => one.id === id);
        expect(await sent()).toMatchObject({
          deliveryState: "failed",
          deliveryDetail: "550 no such user",
          externalId: externalIdOf(id),
        });
        expect(await support.delivery.receipt(id)).toMatchObject({ refused });
        expect(await support.events.list({ type: "message.sent" })).toEqual([]);
        expect(await support.events.list({ type: "message.failed" })).toMatchObject([
          { data: { messageId: id, state: "failed" } },
        ]);
        await support.delivery.retry(id);
        await support.tick();
        expect(await sent()).toMatchObject({ deliveryState: "sent" });
      }));

    test("a message of which only a copy was refused is sent", () =>
      onDesk(options, async ({ support, letters, hear }) => {
        const { id: caseId } = await hear();
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [mallory] });
        const refused = [{ recipient: mallory.value, reason: "550 no such user" }];
        letters.script(() => ({ externalId: externalIdOf(id), refused, detail: "250 taken" }));
        await support.tick();
        expect(await support.events.list({ type: "message.sent" })).toHaveLength(1);
      }));

    test("a failed message is sent again when asked, under the same key", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(refusal);
        const message = await queued(desk);
        await support.tick();
        await support.delivery.retry(message.id);
        await support.tick();
        expect(await message.state()).toBe("sent");
        expect(letters.handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual([message.id, message.id]);
        await expect(support.delivery.retry(message.id)).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("replaying the dead letter of a delivery sends the message", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(fault);
        const message = await queued(desk);
        await support.tick();
        const [dead] = await support.jobs.listDeadLetters();
        await support.jobs.replay(dead?.id ?? "");
        await support.tick();
        expect(letters.handed).toHaveLength(2);
        expect(await message.state()).toBe("sent");
      }));

    test("what was sent again already is not sent by the dead letter too", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(fault);
        const message = await queued(desk);
        await support.tick();
        const [dead] = await support.jobs.listDeadLetters();
        await support.delivery.retry(message.id);
        await support.tick();
        await support.jobs.replay(dead?.id ?? "");
        await support.tick();
        expect(letters.handed).toHaveLength(2);
      }));

    test("a message that the provider gave up after taking it can be sent again", () =>
      onDesk(options, async (desk) => {
        const { support, letters, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([news(message.externalId, "failed")]);
        expect(await message.state()).toBe("failed");
        await support.delivery.retry(message.id);
        await support.tick();
        expect(letters.handed).toHaveLength(2);
        expect(await message.state()).toBe("sent");
        expect(await support.delivery.receipt(message.id)).toMatchObject({ externalId: message.externalId });
      }));

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
        expect(await support.events.list({ type: "message.delivered" })).toHaveLength(2);
      }));

    test("a hard bounce marks the message and blocks the address until that is lifted", () =>
      onDesk(options, async (desk) => {
        const { support, receive, letters } = desk;
        const message = await queued(desk);
        await support.tick();
        const { caseIds } = await receive([news(message.externalId, "bounced", "hard")]);
        expect(caseIds).toEqual([]);
        expect(await message.state()).toBe("bounced");
        const [blocked] = await support.delivery.suppressions.list();
        expect(blocked).toMatchObject({ kind: "email", value: ada.value, messageId: message.id });

        const { id } = await support.cases.reply({ caseId: message.caseId, text: "again" });
        await support.tick();
        expect(letters.handed).toHaveLength(1);
        await support.delivery.suppressions.lift(blocked?.id ?? "");
        await support.delivery.retry(id);
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
          expect(await support.delivery.suppressions.list()).toEqual([]);
          expect(await support.events.list({ type: "inbound.unmatchedReceipt" })).toHaveLength(1);
        }),
    );

    test("a hard bounce of a copy blocks the address of the copy, however it is written", () =>
      onDesk(options, async ({ support, receive, hear }) => {
        const { id: caseId } = await hear();
        const copy = { kind: "email", value: "Mallory@Example.com", name: null };
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [copy] });
        await support.tick();
        await receive([news(externalIdOf(id), "bounced", "hard", mallory)]);
        expect(await support.delivery.suppressions.list()).toMatchObject([{ value: mallory.value }]);
      }));

    test("a hard bounce that names nobody marks the message and blocks nobody", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        await support.tick();
        await receive([news(message.externalId, "bounced", "hard", null)]);
        expect(await message.state()).toBe("bounced");
        expect(await support.delivery.suppressions.list()).toEqual([]);
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
        expect(await support.delivery.suppressions.list()).toEqual([]);
      }));

    test("news of a message that nobody knows is kept and listed, and opens no case", () =>
      onDesk(options, async ({ support, receive, settled }) => {
        const unknown = news("<unknown@example.com>", "bounced", "hard");
        const kept = await receive([unknown], "1");
        expect(kept).toMatchObject({ outcome: "kept", caseIds: [] });
        expect(await support.intake.listKept()).toMatchObject([
          { id: kept.inboundId, problem: expect.stringContaining("about <unknown@example.com>") },
        ]);
        for (const type of ["inbound.unmatchedReceipt", "inbound.kept"])
          expect(await support.events.list({ type })).toHaveLength(1);
        expect(await settled(receive([unknown], "1"))).toEqual({ ...kept, outcome: "duplicate" });
        await expect(support.intake.replay(kept.inboundId)).rejects.toMatchObject({ code: "NOT_FOUND" });
        expect((await support.cases.list()).rows).toEqual([]);
        expect(await support.delivery.suppressions.list()).toEqual([]);
      }));

    test("news that came before the message was known is taken in by a replay", () =>
      onDesk(options, async (desk) => {
        const { support, receive } = desk;
        const message = await queued(desk);
        const { inboundId } = await receive([news(message.externalId, "delivered")]);
        await support.tick();
        await support.intake.replay(inboundId);
        expect(await message.state()).toBe("delivered");
        expect(await support.intake.listKept()).toEqual([]);
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

    test("a customer without an address on the channel cannot be written to, and the message says so", () =>
      onDesk(options, async ({ support, letters }) => {
        const { id: customerId } = await support.customers.create({ name: "Nobody" });
        const { id: caseId } = await support.cases.open({ customerId, subject: "Hello" });
        await support.cases.reply({ caseId, text: "Anybody there?" });
        await support.tick();
        expect(letters.handed).toEqual([]);
        const { rows } = await support.cases.messages({ caseId });
        expect(rows).toMatchObject([{ deliveryState: "failed" }]);
      }));
  });
}
