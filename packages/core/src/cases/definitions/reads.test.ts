import { expect, test } from "vitest";
import { memoryStorage } from "../../memory/index.ts";
import { createSupport } from "../../support.ts";

/** A desk whose reads are noted by table. */
async function watched() {
  const reads: string[] = [];
  const memory = memoryStorage();
  const time = { now: Date.parse("2026-03-02T09:00:00Z") };
  const support = await createSupport({
    clock: { now: () => time.now, wait: async () => {} },
    storage: {
      ...memory,
      get: (table, keys) => {
        reads.push(table.name);
        return memory.get(table, keys);
      },
      find: (table, query) => {
        reads.push(table.name);
        return memory.find(table, query);
      },
    },
  });
  const settings = ["caseSettingRevisions", "statuses", "ownFields", "roles"];
  const during = async (work: () => Promise<unknown>) => {
    reads.length = 0;
    await work();
    return reads.filter((table) => settings.includes(table));
  };
  return { support, time, during };
}

test("statuses and fields cost a customer's message one read in the age of a copy, and none otherwise", async () => {
  const { support, time, during } = await watched();
  await support.statuses.create({ key: "parked", label: "Parked", category: "on_hold" });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const open = () => support.cases.open({ customerId, subject: "x", message: { text: "Hello" } });
  await open();
  time.now += 1_000;
  expect(await during(open)).toEqual(["caseSettingRevisions"]);
  const { id: caseId } = await open();
  await support.cases.update({ caseId, status: "pending" });
  expect(
    await during(async () => {
      for (const text of ["One", "Two", "Three"]) await support.cases.addCustomerMessage({ caseId, text });
    }),
  ).toEqual([]);
});

test("a role of the code costs no read, and one made at run time one for each call", async () => {
  const { support, during } = await watched();
  await support.roles.create({ key: "reader", label: "Reader", permissions: { "cases.read": "tenant" } });
  await support.cases.list();
  const listing = async (role: string) => {
    const { id } = await support.agents.create({ name: role, role });
    return during(() => support.as({ kind: "agent", id }).cases.list());
  };
  expect(await listing("agent")).toEqual([]);
  expect(await listing("reader")).toEqual(["roles"]);
});
