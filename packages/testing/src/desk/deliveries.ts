import { SupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, mallory, news } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { queued } from "./harness/queued.ts";
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

export function deliveryTests(options: DeskSuiteOptions): void {
  describe("deliveries", () => {
    test("a message is queued, then sent with a receipt under its own id as idempotency key", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        const message = await queued(desk);
        expect(await message.state()).toBe("queued");
        expect(await support.delivery.receipt({ messageId: message.id })).toBeNull();
        await support.tick();
        expect(await message.state()).toBe("sent");
        expect(letters.handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual([message.id]);
        expect(await support.delivery.receipt({ messageId: message.id })).toMatchObject({
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
        expect(await support.delivery.receipt({ messageId: message.id })).toMatchObject({ attempt: 3 });
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
        expect((await support.jobs.list({ state: "dead" })).rows).toEqual([]);
        expect((await support.events.list({ type: "message.failed" })).rows).toMatchObject([
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
        expect(await support.delivery.receipt({ messageId: id })).toMatchObject({ refused });
        expect((await support.events.list({ type: "message.sent" })).rows).toEqual([]);
        expect((await support.events.list({ type: "message.failed" })).rows).toMatchObject([
          { data: { messageId: id, state: "failed" } },
        ]);
        await support.delivery.retry({ messageId: id });
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
        expect((await support.events.list({ type: "message.sent" })).rows).toHaveLength(1);
      }));

    test("who was served is remembered, and left out when the delivery is tried again", () =>
      onDesk(options, async ({ support, letters, hear, clock }) => {
        const { id: caseId } = await hear();
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [mallory] });
        const served: (readonly string[] | undefined)[] = [];
        letters.script(
          async (_message, _signal, { served: before, onServed }) => {
            served.push(before);
            await onServed?.(ada.value);
            await onServed?.(ada.value);
            throw new SupportError("DELIVERY_UNAVAILABLE", "451 come again");
          },
          (_message, _signal, { served: before }) => {
            served.push(before);
            return { externalId: externalIdOf(id), refused: [], detail: "250 taken" };
          },
        );
        await support.tick();
        await clock.advance(3_600_000);
        await support.tick();
        expect(served).toEqual([[], [ada.value]]);
        expect(await support.delivery.receipt({ messageId: id })).toMatchObject({ refused: [] });
      }));

    test("a message that only its copies got is sent to the others alone when asked", () =>
      onDesk(options, async ({ support, letters, hear }) => {
        const { id: caseId } = await hear();
        const { id } = await support.cases.reply({ caseId, text: "Hello", cc: [mallory] });
        const refused = [{ recipient: ada.value, reason: "550 no such user" }];
        let served: readonly string[] | undefined;
        letters.script(
          () => ({ externalId: externalIdOf(id), refused, detail: null }),
          (_message, _signal, { served: before }) => {
            served = before;
            return { externalId: externalIdOf(id), refused: [], detail: null };
          },
        );
        await support.tick();
        await support.delivery.retry({ messageId: id });
        await support.tick();
        expect(served).toEqual([mallory.value]);
      }));

    test("a failed message is sent again when asked, under the same key", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(refusal);
        const message = await queued(desk);
        await support.tick();
        await support.delivery.retry({ messageId: message.id });
        await support.tick();
        expect(await message.state()).toBe("sent");
        expect(letters.handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual([message.id, message.id]);
        await expect(support.delivery.retry({ messageId: message.id })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("replaying the dead letter of a delivery sends the message", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(fault);
        const message = await queued(desk);
        await support.tick();
        const [dead] = (await support.jobs.list({ state: "dead" })).rows;
        await support.jobs.replay({ jobId: dead?.id ?? "" });
        await support.tick();
        expect(letters.handed).toHaveLength(2);
        expect(await message.state()).toBe("sent");
      }));

    test("a replayed delivery that is refused leaves the newest reason on the message", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(fault, refusal);
        const { id, caseId } = await queued(desk);
        await support.tick();
        const [dead] = (await support.jobs.list({ state: "dead" })).rows;
        await support.jobs.replay({ jobId: dead?.id ?? "" });
        await support.tick();
        const { rows } = await support.cases.messages({ caseId });
        const message = rows.find((row) => row.id === id);
        expect(message).toMatchObject({ deliveryState: "failed", deliveryDetail: "550 no such user" });
        expect((await support.events.list({ type: "message.failed" })).rows).toHaveLength(1);
      }));

    test("what was sent again already is not sent by the dead letter too", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        letters.script(fault);
        const message = await queued(desk);
        await support.tick();
        const [dead] = (await support.jobs.list({ state: "dead" })).rows;
        await support.delivery.retry({ messageId: message.id });
        await support.tick();
        await support.jobs.replay({ jobId: dead?.id ?? "" });
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
        await support.delivery.retry({ messageId: message.id });
        await support.tick();
        expect(letters.handed).toHaveLength(2);
        expect(await message.state()).toBe("sent");
        expect(await support.delivery.receipt({ messageId: message.id })).toMatchObject({
          externalId: message.externalId,
        });
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
