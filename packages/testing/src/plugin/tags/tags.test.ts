import { createSupport } from "@heedkit/core";
import { expect, test } from "vitest";
import { surroundings } from "../deskWith.ts";
import { tags } from "./tags.ts";

async function desk() {
  const { options } = surroundings();
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
  return { before, open, install, counts };
}

test("tags are counted in the commit that changes them", async () => {
  const { open, install, counts } = await desk();
  const support = await install();
  const caseId = await open(support, "refund", "angry");
  await open(support, "refund");
  expect(await counts(support)).toEqual({ refund: 2, angry: 1 });
  await support.cases.update({ caseId, tags: ["angry", "late"] });
  expect(await counts(support)).toEqual({ refund: 1, angry: 1, late: 1 });
  expect(await support.tags.total()).toEqual({ tags: 3, uses: 3 });
});

test("cases from before are counted once, whatever happens on the way", async () => {
  const { before, open, install, counts } = await desk();
  const early: string[] = [];
  for (let at = 0; at < 120; at++) early.push(await open(before, at % 2 === 0 ? "even" : "odd"));
  const support = await install();
  // Counted by what changes it, before the walk gets there.
  await support.cases.update({ caseId: early[119] ?? "", tags: ["last"] });
  expect(await support.tags.backfill()).toMatchObject({ looked: 0, isDone: false });
  expect(await support.tags.backfill()).toMatchObject({ isDone: false });
  await support.tick();
  await support.tick();
  await support.tick();
  expect(await support.tags.backfill()).toMatchObject({ looked: 0, isDone: false });
  await support.tick();
  await support.tick();
  await support.tick();
  expect(await counts(support)).toEqual({ even: 60, odd: 59, last: 1 });
  expect((await support.events.list({ type: "tags.backfilled" })).rows.map(({ data }) => data)).toEqual([
    { looked: 120 },
    { looked: 120 },
  ]);
});

test("the walk goes on where it was in another process", async () => {
  const { before, open, install, counts } = await desk();
  for (let at = 0; at < 70; at++) await open(before, "old");
  const first = await install();
  await first.tags.backfill();
  const second = await install();
  await second.tick();
  await second.tick();
  expect(await counts(second)).toEqual({ old: 70 });
});

test("agents see the counts, and only the host has the cases counted again", async () => {
  const { install } = await desk();
  const support = await install();
  const { id } = await support.agents.create({ name: "Grace" });
  const asGrace = support.as({ kind: "agent", id });
  expect(await asGrace.tags.counts()).toEqual({ rows: [], next: null });
  await expect(asGrace.tags.backfill()).rejects.toMatchObject({ code: "FORBIDDEN" });
});
