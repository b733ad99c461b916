import { createSupport } from "@heedkit/core";
import { expect, test } from "vitest";
import { surroundings } from "../deskWith.ts";
import { tagsCounts } from "./tables.ts";
import { tags } from "./tags.ts";

async function desk() {
  const { options, clock } = surroundings();
  const before = await createSupport(options);
  const { id: customerId } = await before.customers.create({ name: "Ada" });
  const open = async (by: typeof before, ...given: readonly string[]) => {
    const message = { text: "?" };
    const { id: caseId } = await by.cases.open({ customerId, subject: "s", message });
    if (given.length > 0) await by.cases.update({ caseId, tags: [...given] });
    return caseId;
  };
  const install = () => createSupport({ ...options, plugins: [tags] });
  const counts = async (support: Awaited<ReturnType<typeof install>>) =>
    Object.fromEntries((await support.tags.counts()).rows.map(({ tag, amount }) => [tag, amount]));
  return { before, open, install, counts, clock, storage: options.storage };
}

test("tags are counted in the commit that changes them", async () => {
  const { open, install, counts } = await desk();
  const support = await install();
  const caseId = await open(support, "refund", "angry");
  await open(support, "refund");
  expect(await counts(support)).toEqual({ refund: 2, angry: 1 });
  await support.cases.update({ caseId, tags: ["angry", "late"] });
  expect(await counts(support)).toEqual({ refund: 1, angry: 1, late: 1 });
  expect(await support.tags.total()).toEqual({ tags: 3, uses: 3, isComplete: true });
});

test("cases from before are counted once, whatever happens on the way", async () => {
  const { before, open, install, counts } = await desk();
  const early: string[] = [];
  for (let at = 0; at < 120; at++) early.push(await open(before, at % 2 === 0 ? "even" : "odd"));
  const support = await install();
  // Counted by what changes it, before the migration gets there.
  await support.cases.update({ caseId: early[119] ?? "", tags: ["last"] });
  expect(await support.tags.total()).toMatchObject({ isComplete: false });
  await support.tick();
  expect(await counts(support)).toEqual({ even: 60, odd: 59, last: 1 });
  expect(await support.tags.total()).toMatchObject({ uses: 120, isComplete: true });
  const migration = await support.walks.get({ walk: "tags.countOld", key: "migration" });
  expect(migration).toMatchObject({ state: "done", looked: 120, changed: 119 });
  const again = await install();
  await again.tick();
  expect(await counts(again)).toEqual({ even: 60, odd: 59, last: 1 });
});

test("counted again, right counts stay as they are", async () => {
  const { before, open, install, counts } = await desk();
  for (let at = 0; at < 70; at++) await open(before, "old");
  const support = await install();
  await support.tick();
  for (let turn = 0; turn < 2; turn++) {
    await support.tags.recount();
    await support.tick();
    const walk = await support.walks.get({ walk: "tags.recount", key: "cases" });
    expect(walk).toMatchObject({ state: "done", looked: 70, changed: 0 });
  }
  expect(await counts(support)).toEqual({ old: 70 });
});

test("tags that no case has any more are gone the next morning", async () => {
  const { open, install, clock, storage } = await desk();
  const support = await install();
  const caseId = await open(support, "once", "still");
  await support.cases.update({ caseId, tags: ["still"] });
  await support.tick();
  await clock.advance(24 * 3_600_000);
  await support.tick();
  const rows = await storage.find(tagsCounts, { limit: 10 });
  expect(rows.map(({ tag }) => tag)).toEqual(["still"]);
});

test("agents see the counts, and only the host has the cases counted again", async () => {
  const { install } = await desk();
  const support = await install();
  const { id } = await support.agents.create({ name: "Grace" });
  const asGrace = support.as({ kind: "agent", id });
  expect(await asGrace.tags.counts()).toEqual({ rows: [], next: null });
  await expect(asGrace.tags.recount()).rejects.toMatchObject({ code: "FORBIDDEN" });
});
