import { expect, test } from "vitest";
import { deskForTests } from "./deskForTests.ts";
import type { Metric, SlaPolicy } from "./index.ts";

const always = { kind: "always" } as const;
const policy = (id: string, more: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id,
  targets: [{ metric: "first_reply", within: "1h" }],
  ...more,
});

test("policies and calendars are got wherever they are kept, and paged", async () => {
  const { support } = await deskForTests({
    policies: [policy("code")],
    calendars: { hours: always, night: always },
  });
  await support.policies.save(policy("b"));
  await support.policies.save(policy("a"));
  await support.calendars.save({ name: "hours", definition: { ...always, name: "Hours" } });
  expect(await support.policies.get({ policyId: "code" })).toMatchObject({ id: "code", source: "code" });
  expect(await support.policies.get({ policyId: "b" })).toMatchObject({ id: "b", source: "stored" });
  expect(await support.calendars.get({ name: "hours" })).toEqual({
    name: "hours",
    source: "stored",
    definition: { kind: "always", name: "Hours" },
  });
  await expect(support.policies.get({ policyId: "cod" })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: expect.stringContaining('Did you mean "code"?'),
  });
  const first = await support.policies.list({ limit: 2 });
  expect(first.rows.map(({ id }) => id)).toEqual(["b", "a"]);
  const second = await support.policies.list({ limit: 2, ...(first.next && { after: first.next }) });
  expect(second).toMatchObject({ rows: [{ id: "code" }], next: null });
  const calendars = await support.calendars.list({ limit: 1 });
  expect(calendars).toMatchObject({ rows: [{ name: "hours", source: "stored" }], next: ["hours"] });
  await expect(support.policies.list({ after: ["gone"] })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

test("a calendar that policies name can't be removed; one of the code comes back", async () => {
  const { support } = await deskForTests({ calendars: { hours: always } });
  await support.calendars.save({ name: "hours", definition: { ...always, name: "Edited" } });
  await support.calendars.save({ name: "shop", definition: always });
  await support.policies.save(policy("p", { calendar: "hours" }));
  await support.policies.save(
    policy("q", { targets: [{ metric: "answer", within: "1m", calendar: "shop" }] }),
  );
  await expect(support.calendars.remove({ name: "shop" })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    message: expect.stringContaining('policies: "q"'),
  });
  await support.calendars.remove({ name: "hours" });
  expect(await support.calendars.get({ name: "hours" })).toMatchObject({
    source: "code",
    definition: always,
  });
  await expect(support.calendars.remove({ name: "hours" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  await support.policies.remove({ policyId: "q" });
  await support.calendars.remove({ name: "shop" });
  await expect(support.calendars.get({ name: "shop" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("clocks are paged, and filtered by metric and state", async () => {
  const desk = await deskForTests({
    policies: [
      policy("p", { targets: (["first_reply", "next_reply", "total_resolution"] as const).map(within) }),
    ],
  });
  const caseId = await desk.open();
  const first = await desk.support.sla.clocks({ caseId, limit: 1 });
  expect(first.rows).toHaveLength(1);
  const rest = await desk.support.sla.clocks({ caseId, ...(first.next && { after: first.next }) });
  expect([...first.rows, ...rest.rows].map(({ metric }) => metric).sort()).toEqual([
    "first_reply",
    "total_resolution",
  ]);
  expect((await desk.support.sla.clocks({ caseId, metric: "first_reply" })).rows).toHaveLength(1);
  expect((await desk.support.sla.clocks({ caseId, state: "paused" })).rows).toEqual([]);
  expect(first.rows[0]).not.toHaveProperty("fence");
});

function within(metric: Metric) {
  return { metric, within: "1h" };
}
