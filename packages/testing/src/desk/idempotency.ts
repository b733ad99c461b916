import { describe, expect, test } from "vitest";
import { faultyStorage } from "./harness/faultyStorage.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function idempotencyTests(options: DeskSuiteOptions): void {
  describe("idempotency keys", () => {
    test("the same command again returns what the first one made, as it is now", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await hear();
        const open = { customerId, subject: "Refund", message: { text: "Please" } };
        const once = { idempotencyKey: "k" };
        const first = await support.cases.open(open, once);
        await support.cases.update({ caseId: first.id, priority: "urgent" });
        const again = await support.cases.open(open, once);
        expect(again).toMatchObject({ id: first.id, priority: "urgent" });
        expect((await support.cases.list()).rows).toHaveLength(2);
      }));

    test("each command that writes a message heeds the key", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const { cases } = support;
        const said = { caseId, text: "Hello" };
        const once = { idempotencyKey: "k" };
        const alternatives = [{ kind: "workaround", text: "Try this" } as const];
        const declined = { caseId, reason: "No", alternatives };
        const commands = [
          () => cases.reply(said, once),
          () => cases.note(said, once),
          () => cases.addCustomerMessage(said, once),
          () => cases.decline(declined, once),
        ];
        for (const command of commands) expect((await command()).id).toBe((await command()).id);
        expect((await cases.messages({ caseId })).rows).toHaveLength(5);
      }));

    test("the order in which the fields were written does not matter", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const first = await support.cases.reply({ caseId, text: "Hello" }, { idempotencyKey: "k" });
        const again = await support.cases.reply({ text: "Hello", caseId }, { idempotencyKey: "k" });
        expect(again.id).toBe(first.id);
      }));

    test("the same key with another input is refused", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        await support.cases.reply({ caseId, text: "Hello" }, { idempotencyKey: "k" });
        await expect(
          support.cases.reply({ caseId, text: "Other" }, { idempotencyKey: "k" }),
        ).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
      }));

    test("another file of the same name and size is another input", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const reply = (word: string) => {
          const bytes = new TextEncoder().encode(word);
          const attachments = [{ name: "a.txt", mediaType: "text/plain", bytes }];
          return support.cases.reply({ caseId, text: "See file", attachments }, { idempotencyKey: "k" });
        };
        const first = await reply("one");
        expect((await reply("one")).id).toBe(first.id);
        await expect(reply("two")).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
      }));

    test("given many times at once, the command runs once", () =>
      onDesk(options, async ({ support, hear, settled }) => {
        const { id: caseId } = await hear();
        const reply = () => support.cases.reply({ caseId, text: "Hello" }, { idempotencyKey: "k" });
        const made = await settled(Promise.all(Array.from({ length: 6 }, reply)));
        expect(new Set(made.map(({ id }) => id)).size).toBe(1);
        expect((await support.cases.messages({ caseId })).rows).toHaveLength(2);
        expect((await support.events.list({ type: "case.replied" })).rows).toHaveLength(1);
      }));

    test("a key belongs to who chose it: nobody takes another's, nor learns what it made", () =>
      onDesk(options, async ({ hear, hire }) => {
        const { id: caseId } = await hear();
        const { desk: grace } = await hire("agent", "Grace");
        const { desk: alan } = await hire("agent", "Alan");
        const note = { caseId, text: "Hello" };
        const first = await grace.cases.note(note, { idempotencyKey: "1" });
        const second = await alan.cases.note(note, { idempotencyKey: "1" });
        expect(second.id).not.toBe(first.id);
        expect(second.authorId).not.toBe(first.authorId);
      }));

    test("who may not see a case does not get its messages by a key either", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId, customerId } = await hear();
        const said = { caseId, text: "Hello" };
        const once = { idempotencyKey: "1" };
        await support.as({ kind: "customer", id: customerId }).cases.addCustomerMessage(said, once);
        const stranger = support.as({ kind: "customer", id: "cus_stranger" });
        await expect(stranger.cases.addCustomerMessage(said, once)).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }));

    test("a command that failed leaves its key free", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        const once = { idempotencyKey: "k" };
        await expect(
          support.cases.reply({ caseId, text: "Hello", status: "nonsense" }, once),
        ).rejects.toMatchObject({ code: "INVALID_INPUT" });
        await support.cases.reply({ caseId, text: "Hello" }, { idempotencyKey: "k" });
      }));

    test.each(["before", "after"] as const)(
      "when the storage failed %s the commit, giving the command again makes one message",
      (fault) =>
        onDesk(options, async ({ storage, another }) => {
          const faulty = faultyStorage(storage);
          const { support, hear } = await another({ storage: faulty });
          const { id: caseId } = await hear();
          const reply = () => support.cases.reply({ caseId, text: "Hello" }, { idempotencyKey: "k" });
          faulty.failNext(fault);
          await expect(reply()).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
          await reply();
          expect((await support.cases.messages({ caseId })).rows).toHaveLength(2);
          expect((await support.events.list({ type: "message.queued" })).rows).toHaveLength(1);
        }),
    );
  });
}
