import { describe, expect, test } from "vitest";
import { skewed } from "./following.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const minute = 60_000;

/** Processes whose clocks differ write to one case. */
export function skewTests(options: DeskSuiteOptions): void {
  describe("clocks that differ", () => {
    test("never take back when a customer or the desk last wrote, nor what was changed last", () =>
      onDesk(options, async (desk) => {
        const [fast, slow] = [await skewed(desk, minute), await skewed(desk, -minute)];
        const { id: caseId, code } = await fast.hear();
        const opened = await desk.support.cases.get({ caseId });
        await slow.hear({ subject: code, text: "And?", externalId: "<2@example.com>" });
        const heard = await desk.support.cases.get({ caseId });
        expect(heard.lastCustomerMessageAt).toBe(opened.lastCustomerMessageAt);
        expect(heard.waitingSince).toBe(desk.clock.now() - minute);
        expect(heard.updatedAt).toBe(opened.updatedAt);

        await fast.support.cases.reply({ caseId, text: "Hello" });
        await slow.support.cases.reply({ caseId, text: "Hello again" });
        const replied = await desk.support.cases.get({ caseId });
        expect(replied.lastAgentMessageAt).toBe(desk.clock.now() + minute);
        await slow.support.cases.update({ caseId, status: "closed" });
        const closed = await desk.support.cases.get({ caseId });
        expect(closed.solvedAt).toBe(closed.openedAt);
        expect(closed.closedAt).toBe(closed.openedAt);
      }));

    test("a case that a slow clock answers was not answered before it was opened", () =>
      onDesk(options, async (desk) => {
        const [fast, slow] = [await skewed(desk, minute), await skewed(desk, -minute)];
        const { id: caseId, openedAt } = await fast.hear();
        await slow.support.cases.reply({ caseId, text: "Hello" });
        expect((await desk.support.cases.get({ caseId })).firstRepliedAt).toBe(openedAt);
      }));

    test("a message that a slow clock took in is newer than the one that a reply cites", () =>
      onDesk(options, async (desk) => {
        const [fast, slow] = [await skewed(desk, minute), await skewed(desk, -minute)];
        const { id: caseId, code } = await fast.hear({ text: "first" });
        const [seen] = (await desk.support.cases.messages({ caseId })).rows;
        await slow.hear({ subject: code, text: "second", externalId: "<2@example.com>" });
        const reply = { caseId, text: "Hello" };
        const late = desk.support.cases.reply({ ...reply, seenMessageId: seen?.id ?? "" });
        await expect(late).rejects.toMatchObject({ code: "NEWER_CUSTOMER_MESSAGE" });
        const { rows } = await desk.support.cases.messages({ caseId });
        const newest = rows.find(({ text }) => text === "second");
        await fast.support.cases.reply({ ...reply, seenMessageId: newest?.id ?? "" });
      }));

    test("a message that a fast clock took in earlier is not newer than a note or reply after it", () =>
      onDesk(options, async (desk) => {
        const [fast, slow] = [await skewed(desk, minute), await skewed(desk, -minute)];
        const { id: caseId } = await fast.hear();
        const note = await slow.support.cases.note({ caseId, text: "Looking at it" });
        await slow.support.cases.reply({ caseId, text: "Hello", seenMessageId: note.id });
      }));

    test("a message that was moved keeps its place before what its customer writes in the new case", () =>
      onDesk(options, async (desk) => {
        const [fast, slow] = [await skewed(desk, minute), await skewed(desk, -minute)];
        const { id: caseId, code } = await slow.hear({ text: "first" });
        await fast.hear({ subject: code, text: "second", externalId: "<2@example.com>" });
        const { rows } = await desk.support.cases.messages({ caseId });
        const moved = rows.find(({ text }) => text === "second")?.id ?? "";
        const split = await desk.support.cases.split({ caseId, messageIds: [moved] });
        await slow.support.cases.addCustomerMessage({ caseId: split.id, text: "third" });
        const late = desk.support.cases.reply({ caseId: split.id, text: "Hello", seenMessageId: moved });
        await expect(late).rejects.toMatchObject({ code: "NEWER_CUSTOMER_MESSAGE" });
        const [first] = (await desk.support.cases.messages({ caseId })).rows;
        await desk.support.cases.reply({ caseId, text: "Hello", seenMessageId: first?.id ?? "" });
      }));
  });
}
