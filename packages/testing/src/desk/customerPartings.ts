import type { Case } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { ada, answering, mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const bob = { kind: "email", value: "bob@example.com", name: "Bob" };

/** Ada and Mallory have written, and were merged by mistake. */
async function merged({ support, hear }: TestDesk) {
  const own = await hear({ externalId: "ada-1", text: "from Ada" });
  const other = await hear({ from: mallory, externalId: "mallory-1", text: "from Mallory" });
  const [fromId, intoId] = [own.customerId, other.customerId];
  const merge = await support.customers.merge({ fromId, intoId });
  return { own, other, fromId, intoId, undo: () => support.customers.undoMerge({ mergeId: merge.id }) };
}

/** What a customer sees: the cases, all words in them, and its history. */
async function seenBy({ support }: TestDesk, customerId: string) {
  const desk = support.as({ kind: "customer", id: customerId });
  const { rows } = await desk.cases.list();
  const said = await Promise.all(rows.map(({ id }) => desk.cases.messages({ caseId: id })));
  const history = (await support.customers.timeline({ customerId })).rows;
  return {
    caseIds: rows.map(({ id }) => id).sort(),
    words: said.flatMap(({ rows }) => rows.map(({ text }) => text)).sort(),
    history: history.map(({ data }) => String(data.text)).sort(),
  };
}

const cannotRead = async ({ support }: TestDesk, customerId: string, { id }: Pick<Case, "id">) => {
  const desk = support.as({ kind: "customer", id: customerId });
  await expect(desk.cases.get({ caseId: id })).rejects.toThrow();
  await expect(desk.cases.messages({ caseId: id })).rejects.toThrow();
};

export function customerPartingTests(options: DeskSuiteOptions): void {
  describe("undoing a merge of customers", () => {
    test("what was answered to one alone in a case of the other goes with the question", () =>
      onDesk(options, async (desk) => {
        const { own, other, fromId, intoId, undo } = await merged(desk);
        await desk.clock.advance(1_000);
        await desk.hear({ from: mallory, ...answering("ada-1"), text: "Mallory's question" });
        await desk.support.cases.reply({ caseId: own.id, text: "for Mallory's eyes" });
        await desk.clock.advance(1_000);
        await desk.hear({ from: ada, ...answering("ada-1"), text: "Ada's question" });
        await desk.support.cases.reply({ caseId: own.id, text: "for Ada's eyes" });
        await undo();
        const words = ["Ada's question", "for Ada's eyes", "from Ada"];
        expect(await seenBy(desk, fromId)).toMatchObject({ caseIds: [own.id], words });
        expect((await seenBy(desk, intoId)).words).toEqual(
          ["Mallory's question", "for Mallory's eyes", "from Mallory"].sort(),
        );
        await cannotRead(desk, fromId, other);
      }));

    test.each(["ada", "mallory"] as const)("a case that %s opened in between is theirs alone", (who) =>
      onDesk(options, async (desk) => {
        const { fromId, intoId, undo } = await merged(desk);
        const from = who === "ada" ? ada : mallory;
        const [writer, stranger] = who === "ada" ? [fromId, intoId] : [intoId, fromId];
        const opened = await desk.hear({ from, text: "meanwhile" });
        await desk.support.cases.reply({ caseId: opened.id, text: "an answer" });
        await undo();
        expect((await desk.support.cases.get({ caseId: opened.id })).customerId).toBe(writer);
        expect((await seenBy(desk, writer)).words).toEqual(
          expect.arrayContaining(["meanwhile", "an answer"]),
        );
        expect((await seenBy(desk, writer)).history).toEqual(
          expect.arrayContaining(["meanwhile", "an answer"]),
        );
        expect(JSON.stringify(await seenBy(desk, stranger))).not.toMatch(/meanwhile|an answer/);
        await cannotRead(desk, stranger, opened);
        expect((await desk.hear({ from, text: "after" })).customerId).toBe(writer);
      }),
    );

    test("what one wrote in a case of the other moves to a case of its author", () =>
      onDesk(options, async (desk) => {
        const { own, other, fromId, intoId, undo } = await merged(desk);
        expect((await desk.hear({ ...answering("mallory-1"), text: "Ada's secret" })).id).toBe(other.id);
        expect((await desk.hear({ from: mallory, ...answering("ada-1"), text: "Mallory's secret" })).id).toBe(
          own.id,
        );
        await undo();
        const [seen, others] = [await seenBy(desk, fromId), await seenBy(desk, intoId)];
        expect(seen.words).toEqual(["Ada's secret", "from Ada"]);
        expect(seen.history).toEqual(seen.words);
        expect(others.words).toEqual(["Mallory's secret", "from Mallory"]);
        expect(others.history).toEqual(others.words);
        await cannotRead(desk, fromId, other);
        await cannotRead(desk, intoId, own);
        const moved = seen.caseIds.find((id) => id !== own.id) ?? "";
        const { rows } = await desk.support.cases.messages({ caseId: moved });
        expect(rows.map(({ text }) => text)).toEqual(["Ada's secret"]);
        expect((await desk.support.cases.get({ caseId: moved })).waitingSince).not.toBeNull();
      }));

    test("the same for what they wrote on the host's pages", () =>
      onDesk(options, async (desk) => {
        const { other, fromId, intoId, undo } = await merged(desk);
        const asAda = desk.support.as({ kind: "customer", id: fromId });
        await asAda.cases.addCustomerMessage({ caseId: other.id, text: "typed by Ada" });
        const opened = await asAda.cases.open({
          customerId: fromId,
          subject: "New",
          message: { text: "opened by Ada" },
        });
        await undo();
        expect((await seenBy(desk, fromId)).words).toEqual(["from Ada", "opened by Ada", "typed by Ada"]);
        expect((await seenBy(desk, intoId)).words).toEqual(["from Mallory"]);
        await cannotRead(desk, intoId, opened);
      }));

    test("a case that an agent opened for the two is with whom it was held", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const own = await hear({ externalId: "ada-1" });
        // Only one of them has an address to write to.
        const { id: intoId } = await support.customers.create({ name: "Mallory" });
        const merge = await support.customers.merge({ fromId: own.customerId, intoId });
        const { desk: agent } = await desk.hire();
        const opened = await agent.cases.open({
          customerId: intoId,
          subject: "Your order",
          message: { text: "About your order" },
        });
        const spoken = await agent.cases.open({
          customerId: intoId,
          subject: "Your bill",
          message: { text: "About your bill" },
        });
        await support.tick();
        await hear({ ...answering(`<${(await firstOf(desk, spoken)).id}@desk.example>`), text: "Thanks" });
        await support.customers.undoMerge({ mergeId: merge.id });
        for (const { id } of [opened, spoken])
          expect((await support.cases.get({ caseId: id })).customerId).toBe(own.customerId);
        expect((await seenBy(desk, own.customerId)).history).toEqual(
          expect.arrayContaining(["About your order", "About your bill", "Thanks"]),
        );
        expect((await seenBy(desk, intoId)).history).toEqual([]);
      }));

    test("one who was let into a third person's case only as the other leaves it with their words", () =>
      onDesk(options, async (desk) => {
        const third = await desk.hear({ from: bob, externalId: "bob-1", text: "from Bob" });
        const { fromId, intoId, undo } = await merged(desk);
        const signed = { threadHints: [{ by: "signed", caseId: third.id }] } as const;
        await desk.hear({ from: mallory, ...signed, text: "Mallory was asked" });
        await desk.hear({ ...answering("bob-1"), text: "Ada came along" });
        await undo();
        expect((await seenBy(desk, fromId)).words).toEqual(["Ada came along", "from Ada"]);
        await cannotRead(desk, fromId, third);
        const asMallory = desk.support.as({ kind: "customer", id: intoId });
        expect((await asMallory.cases.get({ caseId: third.id })).id).toBe(third.id);
        const { rows } = await desk.support.cases.messages({ caseId: third.id });
        expect(rows.map(({ text }) => text)).toEqual(["from Bob", "Mallory was asked"]);
      }));

    test.each([
      ["the inner one first", [0, 1]],
      ["the outer one first", [1, 0]],
    ] as const)("of merges within merges, %s", (_order, order) =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const people = [ada, mallory, bob];
        const cases: Case[] = [];
        for (const from of people) cases.push(await hear({ from, externalId: from.value, text: from.value }));
        const ids = cases.map(({ customerId }) => customerId);
        const [a = "", b = "", c = ""] = ids;
        const merges = [
          await support.customers.merge({ fromId: a, intoId: b }),
          await support.customers.merge({ fromId: b, intoId: c }),
        ];
        for (const from of people) {
          await hear({ from, text: `new ${from.value}` });
          for (const { value } of people.filter((one) => one !== from))
            await hear({ from, ...answering(value), text: `${from.value} to ${value}` });
        }
        for (const at of order) await support.customers.undoMerge({ mergeId: merges[at]?.id ?? "" });
        for (const [at, { value }] of people.entries()) {
          const seen = await seenBy(desk, ids[at] ?? "");
          expect(seen.words).toHaveLength(4);
          expect(seen.words.every((words) => words.replace("new ", "").startsWith(value))).toBe(true);
          expect(seen.history).toEqual(seen.words);
        }
      }),
    );

    test("identities and activities stay with the customer that they were given to", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { fromId, intoId, undo } = await merged(desk);
        await support.customers.attachIdentity({ customerId: fromId, kind: "phone", value: "+4317" });
        await support.customers.recordActivity({ customerId: fromId, type: "purchase" });
        await undo();
        const found = await support.customers.findByIdentity({ kind: "phone", value: "+4317" });
        expect(found?.id).toBe(fromId);
        expect((await support.customers.get({ customerId: intoId })).identities).toHaveLength(1);
        const kinds = (await support.customers.timeline({ customerId: fromId })).rows.map(({ kind }) => kind);
        expect(kinds).toContain("activity.purchase");
      }));

    test("a follow-up that one opened of the other's case is the writer's", () =>
      onDesk(options, async (desk) => {
        const { other, fromId, intoId, undo } = await merged(desk);
        await desk.support.cases.update({ caseId: other.id, status: "closed" });
        const opened = await desk.hear({ ...answering("mallory-1"), text: "Ada again" });
        expect(opened.id).not.toBe(other.id);
        await undo();
        expect((await desk.support.cases.get({ caseId: opened.id })).customerId).toBe(fromId);
        await cannotRead(desk, intoId, opened);
      }));

    test("a message that comes while the merge is undone stays with its author", () =>
      onDesk(options, async (desk) => {
        const { fromId, intoId, undo } = await merged(desk);
        await desk.settled(Promise.all([undo(), desk.hear({ ...answering("mallory-1"), text: "just now" })]));
        expect((await seenBy(desk, fromId)).words).toEqual(["from Ada", "just now"]);
        expect((await seenBy(desk, intoId)).words).toEqual(["from Mallory"]);
      }));
  });
}

async function firstOf({ support }: TestDesk, { id }: Case) {
  const { rows } = await support.cases.messages({ caseId: id });
  const [first] = rows;
  if (first === undefined) throw new Error("The case has no message.");
  return first;
}
