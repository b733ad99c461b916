import type { DatabaseSync } from "node:sqlite";
import { createSupport, type Support, type SupportOptions } from "@heedkit/core";
import { fakeClock } from "@heedkit/testing";
import { expect, onTestFinished, test } from "vitest";
import { sqliteStorage } from "./sqliteStorage.ts";
import { hostConnection, temporaryPath } from "./testing/desk.ts";

const firstReplies = (minutes: number) => ({
  id: "pro",
  name: `Within ${minutes} minutes`,
  targets: [{ metric: "first_reply" as const, within: `${minutes}m` }],
});

/** A desk on a file, and a connection of the host on which transactions are begun and rolled back. */
async function deskOnFile(configure: Partial<SupportOptions> = {}, path = temporaryPath()) {
  const reports: unknown[] = [];
  const support: Support = await createSupport({
    storage: sqliteStorage({ path }),
    clock: fakeClock("2026-01-05T09:00:00Z"),
    report: (error) => void reports.push(error),
    ...configure,
  });
  onTestFinished(() => support.stop());
  const host: DatabaseSync = hostConnection(path);
  const rolledBack = async (work: (desk: ReturnType<Support["within"]>) => Promise<unknown>) => {
    host.exec("begin immediate");
    try {
      await work(support.within(host));
    } finally {
      host.exec("rollback");
    }
  };
  return { support, rolledBack, reports, path };
}

async function customerWithCase(support: Pick<Support, "customers" | "cases">) {
  const customer = await support.customers.create({ name: "Ada" });
  const message = { text: "Where is it?" };
  return support.cases.open({ customerId: customer.id, subject: "Order", message });
}

const rendered = async (desk: Pick<Support, "templates">, caseId: string) =>
  (await desk.templates.render({ caseId, key: "greeting" })).text;

test("a template that was rolled back is rendered nowhere, also where the same version is saved later", async () => {
  const { support, rolledBack } = await deskOnFile();
  const { id: caseId } = await customerWithCase(support);
  const save = (desk: Pick<Support, "templates">, text: string) =>
    desk.templates.save({ key: "greeting", locale: "en", kind: "reply", text });
  await save(support, "one");
  expect(await rendered(support, caseId)).toBe("one");
  await rolledBack(async (desk) => {
    await save(desk, "rolled back");
    expect(await rendered(desk, caseId)).toBe("rolled back");
  });
  expect(await rendered(support, caseId)).toBe("one");
  await save(support, "two");
  expect(await rendered(support, caseId)).toBe("two");
});

test("an acknowledgement that was rolled back goes to nobody", async () => {
  const { support, rolledBack } = await deskOnFile();
  const texts = async () =>
    (await support.events.list({ type: "template.saved" })).rows.map(({ data }) => data);
  await rolledBack(async (desk) => {
    await desk.templates.save({
      key: "acknowledgement",
      locale: "en",
      kind: "acknowledgement",
      text: "rolled back",
    });
    await customerWithCase(desk);
  });
  expect(await texts()).toEqual([]);
  expect((await support.cases.list()).rows).toEqual([]);
});

test("a policy that was rolled back promises nothing, in this process and in others", async () => {
  const { support, rolledBack, path } = await deskOnFile();
  const other = await deskOnFile({}, path);
  await support.policies.save({ ...firstReplies(60) });
  const minutesOf = async (desk: Support) => {
    const { id } = await customerWithCase(desk);
    return (await desk.sla.clocks({ caseId: id })).rows.map(({ targetMs }) => Number(targetMs) / 60_000);
  };
  expect(await minutesOf(support)).toEqual([60]);
  await rolledBack(async (desk) => {
    await desk.policies.save({ ...firstReplies(5) });
    const { id } = await customerWithCase(desk);
    expect(
      (await desk.sla.clocks({ caseId: id })).rows.map(({ targetMs }) => Number(targetMs) / 60_000),
    ).toEqual([5]);
  });
  expect(await minutesOf(support)).toEqual([60]);
  expect(await minutesOf(other.support)).toEqual([60]);
  await support.policies.save({ ...firstReplies(30) });
  expect(await minutesOf(support)).toEqual([30]);
});

test("what the host says of a customer as it was in a rolled-back transaction is not kept", async () => {
  const asked: (string | null)[] = [];
  const context = {
    plan: (customer: { readonly name: string | null }) => {
      asked.push(customer.name);
      return `plan of ${customer.name}`;
    },
  };
  const { support, rolledBack } = await deskOnFile({ customers: { context } });
  const { id } = await support.customers.create({ name: "Ada" });
  await rolledBack(async (desk) => {
    await desk.customers.update({ customerId: id, name: "Mallory" });
    expect(await desk.customers.context({ customerId: id })).toMatchObject({
      plan: { value: "plan of Mallory" },
    });
  });
  expect(await support.customers.context({ customerId: id })).toMatchObject({
    plan: { value: "plan of Ada" },
  });
  expect(asked).toEqual(["Mallory", "Ada"]);
});

test("numbers, jobs, listeners and idempotency keys of a rolled-back transaction are gone", async () => {
  const { support, rolledBack } = await deskOnFile();
  const heard: string[] = [];
  support.on("case.opened", ({ data }) => void heard.push(data.caseId));
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const open = (desk: Pick<Support, "cases">) =>
    desk.cases.open({ customerId, subject: "Order", message: { text: "?" } }, { idempotencyKey: "once" });
  await rolledBack(async (desk) => {
    const made = await open(desk);
    await desk.cases.solve({ caseId: made.id });
    expect((await desk.jobs.list()).rows).not.toEqual([]);
  });
  expect(heard).toEqual([]);
  expect((await support.jobs.list()).rows.filter(({ kind }) => kind === "cases.close")).toEqual([]);
  const made = await open(support);
  expect((await open(support)).id).toBe(made.id);
  const more = await Promise.all(
    [1, 2, 3].map((at) => support.cases.open({ customerId, subject: `n${at}` })),
  );
  expect(new Set([made, ...more].map(({ code }) => code)).size).toBe(4);
  expect(heard).toHaveLength(4);
});
