import { describe, expect, test } from "vitest";
import { mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const people = ["ada", "bob", "eve", "dan"].map((name) => ({
  kind: "email",
  value: `${name}@example.com`,
  name,
}));

async function several({ hear }: TestDesk, count: number) {
  const opened = [];
  for (const from of people.slice(0, count)) opened.push(await hear({ from }));
  return opened.map(({ id }) => id);
}

/** Follows a case's redirects to the end; throws if they loop. */
async function survivorOf({ support }: TestDesk, caseId: string): Promise<string> {
  const passed = new Set<string>();
  let current = await support.cases.get({ caseId });
  while (current.mergedIntoId !== null) {
    if (passed.has(current.id)) throw new Error(`in a circle from ${caseId}`);
    passed.add(current.id);
    current = await support.cases.get({ caseId: current.mergedIntoId });
  }
  return current.id;
}

export function mergeTests(options: DeskSuiteOptions): void {
  describe("merging cases", () => {
    test("the merged case ends, the other goes on with all who took part", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const from = await hear();
        const into = await hear({ from: mallory });
        const merged = await support.cases.merge({ fromId: from.id, intoId: into.id });
        expect(merged).toMatchObject({ id: into.id, participantIds: [from.customerId] });
        expect(await support.cases.get({ caseId: from.id })).toMatchObject({
          category: "closed",
          mergedIntoId: into.id,
        });
        expect((await support.cases.links({ caseId: into.id })).rows).toMatchObject([
          { fromId: from.id, toId: into.id, kind: "duplicate" },
        ]);
        expect((await support.events.list({ type: "case.merged" })).rows).toMatchObject([
          { data: { caseId: from.id, intoId: into.id } },
        ]);
      }));

    test("a merged case gets no more links, and may lose those that it has", () =>
      onDesk(options, async (desk) => {
        const [fromId = "", intoId = "", otherId = ""] = await several(desk, 3);
        const { cases } = desk.support;
        await cases.link({ fromId, toId: otherId, kind: "related" });
        await desk.settled(cases.merge({ fromId, intoId }));
        const refused = { code: "INVALID_TRANSITION", details: { caseId: fromId, intoId } };
        for (const [one, two] of [
          [fromId, otherId],
          [otherId, fromId],
        ] as const)
          await expect(cases.link({ fromId: one, toId: two, kind: "parent" })).rejects.toMatchObject(refused);
        await cases.unlink({ fromId, toId: otherId, kind: "related" });
        expect((await cases.links({ caseId: otherId })).rows).toEqual([]);
      }));

    test("cases that were linked as duplicates by hand are merged, and stay linked once", () =>
      onDesk(options, async (desk) => {
        const [fromId = "", intoId = ""] = await several(desk, 2);
        const { cases, events } = desk.support;
        await cases.link({ fromId, toId: intoId, kind: "duplicate", reason: "the same parcel" });
        await desk.settled(cases.merge({ fromId, intoId }));
        expect((await cases.links({ caseId: intoId })).rows).toMatchObject([
          { kind: "duplicate", reason: "the same parcel" },
        ]);
        expect((await events.list({ type: "case.linked" })).rows).toHaveLength(1);
      }));

    test("who waited longest still waits after a merge", () =>
      onDesk(options, async (desk) => {
        const { cases } = desk.support;
        const from = await desk.hear({ externalId: "<q@example.com>" });
        await desk.clock.advance(1_000);
        const into = await desk.hear({ from: mallory });
        await desk.clock.advance(1_000);
        const heard = await desk.hear({ subject: from.code });
        expect(await cases.merge({ fromId: from.id, intoId: into.id })).toMatchObject({
          status: "new",
          waitingSince: from.openedAt,
          lastCustomerMessageAt: heard.lastCustomerMessageAt,
        });
      }));

    test("a merge keeps the waiting and the newest message of the case that goes on", () =>
      onDesk(options, async (desk) => {
        const [intoId = ""] = await several(desk, 1);
        const before = await desk.support.cases.get({ caseId: intoId });
        await desk.clock.advance(1_000);
        const from = await desk.hear({ from: mallory });
        await desk.support.cases.reply({ caseId: from.id, text: "Hello" });
        expect(await desk.support.cases.merge({ fromId: from.id, intoId })).toMatchObject({
          waitingSince: before.waitingSince,
          lastCustomerMessageAt: from.lastCustomerMessageAt,
        });
      }));

    test("a merge reopens a solved case for a customer who waits, and for nobody else", () =>
      onDesk(options, async (desk) => {
        const [intoId = "", answered = "", waiting = ""] = await several(desk, 3);
        const { cases, events } = desk.support;
        await cases.solve({ caseId: intoId });
        await cases.reply({ caseId: answered, text: "Hello" });
        expect(await cases.merge({ fromId: answered, intoId })).toMatchObject({
          status: "solved",
          waitingSince: null,
        });
        const { waitingSince } = await cases.get({ caseId: waiting });
        expect(await cases.merge({ fromId: waiting, intoId })).toMatchObject({
          status: "open",
          waitingSince,
          solvedAt: null,
        });
        expect((await events.list({ type: "case.reopened" })).rows).toMatchObject([
          { data: { caseId: intoId, because: "customer" } },
        ]);
      }));

    test("nothing is merged into a closed case, and the refusal says what to do", () =>
      onDesk(options, async (desk) => {
        const [fromId = "", intoId = ""] = await several(desk, 2);
        const { cases } = desk.support;
        await cases.update({ caseId: intoId, status: "closed" });
        const before = await cases.get({ caseId: fromId });
        await expect(cases.merge({ fromId, intoId })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
          message: expect.stringContaining("Merge it into Case-1 instead"),
        });
        expect(await cases.get({ caseId: fromId })).toEqual(before);
      }));

    test("nothing more is written to a merged case", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const [caseId = "", intoId = "", otherId = ""] = await several(desk, 3);
        await support.cases.merge({ fromId: caseId, intoId });
        const refused = { code: "INVALID_TRANSITION" };
        const { cases } = support;
        const alternatives = [{ kind: "workaround", text: "Try this" } as const];
        await expect(cases.reply({ caseId, text: "x" })).rejects.toMatchObject(refused);
        await expect(cases.note({ caseId, text: "x" })).rejects.toMatchObject(refused);
        await expect(cases.addCustomerMessage({ caseId, text: "x" })).rejects.toMatchObject(refused);
        await expect(cases.update({ caseId, priority: "high" })).rejects.toMatchObject(refused);
        await expect(cases.decline({ caseId, reason: "no", alternatives })).rejects.toMatchObject(refused);
        await expect(cases.merge({ fromId: caseId, intoId: otherId })).rejects.toMatchObject(refused);
        await expect(cases.split({ caseId, messageIds: ["m"] })).rejects.toMatchObject(refused);
        await expect(cases.markSpam({ caseId })).rejects.toMatchObject(refused);
        await expect(cases.handOff({ caseId, to: "bot" })).rejects.toMatchObject(refused);
      }));

    test("a case is not merged into itself, neither directly nor by a detour", () =>
      onDesk(options, async (desk) => {
        const [a = "", b = "", c = ""] = await several(desk, 3);
        const { cases } = desk.support;
        const circle = { code: "MERGE_CYCLE" };
        await expect(cases.merge({ fromId: a, intoId: a })).rejects.toMatchObject(circle);
        await cases.merge({ fromId: a, intoId: b });
        await expect(cases.merge({ fromId: b, intoId: a })).rejects.toMatchObject(circle);
        await cases.merge({ fromId: b, intoId: c });
        await expect(cases.merge({ fromId: c, intoId: a })).rejects.toMatchObject(circle);
      }));

    test("merging into a merged case merges into the one that survived it", () =>
      onDesk(options, async (desk) => {
        const [a = "", b = "", c = ""] = await several(desk, 3);
        await desk.support.cases.merge({ fromId: a, intoId: b });
        expect((await desk.support.cases.merge({ fromId: c, intoId: a })).id).toBe(b);
      }));

    test("two merges at once that would close a circle leave one survivor", () =>
      onDesk(options, async (desk) => {
        const [a = "", b = ""] = await several(desk, 2);
        const { merge } = desk.support.cases;
        const results = await desk.settled(
          Promise.allSettled([merge({ fromId: a, intoId: b }), merge({ fromId: b, intoId: a })]),
        );
        expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        expect(await survivorOf(desk, a)).toBe(await survivorOf(desk, b));
      }));

    test("merges all at once in a ring of four leave one survivor and no circle", () =>
      onDesk(options, async (desk) => {
        const ids = await several(desk, 4);
        const merges = ids.map((fromId, at) =>
          desk.support.cases.merge({ fromId, intoId: ids[(at + 1) % ids.length] ?? "" }),
        );
        await desk.settled(Promise.allSettled(merges));
        const survivors = await Promise.all(ids.map((id) => survivorOf(desk, id)));
        expect(new Set(survivors).size).toBe(1);
      }));

    test("a reply and a merge at once: the reply is in a case that was open, or refused", () =>
      onDesk(options, async (desk) => {
        const [a = "", b = ""] = await several(desk, 2);
        const { cases } = desk.support;
        const [replied] = await desk.settled(
          Promise.allSettled([
            cases.reply({ caseId: a, text: "Hello" }),
            cases.merge({ fromId: a, intoId: b }),
          ]),
        );
        const { rows } = await cases.messages({ caseId: a });
        expect(rows.some(({ direction }) => direction === "out")).toBe(replied.status === "fulfilled");
        expect((await cases.get({ caseId: a })).mergedIntoId).toBe(b);
      }));
  });
}
