import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { fakeClock } from "../fakeClock.ts";
import { seededRandom } from "../seededRandom.ts";
import { stars } from "./stars.ts";

const hourMs = 3_600_000;

async function desk() {
  const clock = fakeClock("2026-01-05T09:00:00Z");
  const storage = memoryStorage();
  const support = await createSupport({
    storage,
    clock,
    random: seededRandom(1),
    plugins: [stars],
    tenants: ["north", "south"],
  });
  const customer = await support.customers.create({ name: "Ada" });
  const { id: caseId } = await support.cases.open({ customerId: customer.id, subject: "Lost parcel" });
  const asAda = support.as({ kind: "customer", id: customer.id });
  const asked = async () => {
    await support.cases.solve(caseId);
    await clock.advance(hourMs);
    await support.tick();
  };
  return { support, clock, customer, caseId, asAda, asked };
}

test("the customer is asked an hour after the case was solved, once", async () => {
  const { support, caseId, asked, clock } = await desk();
  await asked();
  expect((await support.events.list({ type: "stars.asked" })).rows).toMatchObject([
    { caseId, actor: { kind: "system", id: "stars.ask" } },
  ]);
  await support.cases.update({ caseId, status: "open" });
  await support.cases.solve(caseId);
  await clock.advance(hourMs);
  await support.tick();
  expect((await support.events.list({ type: "stars.asked" })).rows).toHaveLength(1);
});

test("nobody is asked about a case that was opened again meanwhile", async () => {
  const { support, caseId, clock } = await desk();
  await support.cases.solve(caseId);
  await support.cases.update({ caseId, status: "open" });
  await clock.advance(hourMs);
  await support.tick();
  expect((await support.events.list({ type: "stars.asked" })).rows).toEqual([]);
});

test("an answer is kept by the services that the desk carries for the plugin", async () => {
  const { support, caseId, asAda, asked } = await desk();
  await expect(asAda.plugins.stars.rate({ caseId, stars: 5 })).rejects.toMatchObject({
    code: "STARS_NOT_ASKED",
    status: 409,
  });
  await asked();
  const heard: boolean[] = [];
  support.on("stars.rated", ({ data }) => heard.push(data.isAgain));
  await asAda.plugins.stars.rate({ caseId, stars: 2 });
  await asAda.plugins.stars.rate({ caseId, stars: 4 });
  expect(await support.plugins.stars.summary()).toEqual({ count: 1, average: 4 });
  expect(heard).toEqual([false, true]);
});

test("its permissions are those of the roles it names, and of nobody else", async () => {
  const { support, customer } = await desk();
  const { id: agentId } = await support.agents.create({ name: "Grace" });
  const { id: helperId } = await support.agents.create({ name: "Alan", role: "collaborator" });
  const summaryAs = (actor: Parameters<typeof support.as>[0]) => support.as(actor).plugins.stars.summary();
  expect(await summaryAs({ kind: "agent", id: agentId })).toEqual({ count: 0, average: null });
  for (const actor of [
    { kind: "agent", id: helperId },
    { kind: "customer", id: customer.id },
    { kind: "bot", id: "helper" },
  ] as const)
    await expect(summaryAs(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await support.agents.update({ agentId, active: false });
  await expect(summaryAs({ kind: "agent", id: agentId })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("its rows are the tenant's own", async () => {
  const { support, caseId, asked } = await desk();
  await asked();
  const south = support.tenant("south");
  await expect(south.plugins.stars.rate({ caseId, stars: 1 })).rejects.toMatchObject({
    code: "STARS_NOT_ASKED",
  });
  expect(await south.plugins.stars.summary()).toEqual({ count: 0, average: null });
});

test("its templates are there like the desk's own", async () => {
  const { support, caseId } = await desk();
  const invitation = await support.templates.render({ key: "stars.invitation", caseId });
  expect(invitation).toMatchObject({
    subject: "How was it?",
    text: "Hello Ada, how content are you with Case-1?",
  });
});
