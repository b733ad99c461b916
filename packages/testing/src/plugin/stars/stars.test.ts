import { type Actor, createSupport, type SlaDefinitions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { surroundings } from "../deskWith.ts";
import { stars } from "./stars.ts";

const hourMs = 3_600_000;

async function desk({ sla = {} }: { readonly sla?: SlaDefinitions } = {}) {
  const around = surroundings();
  const { clock, letters } = around;
  const support = await createSupport({
    ...around.options,
    plugins: [stars({ answerUrl: "https://shop.example/stars" })],
    tenants: ["north", "south"],
    sla,
    templates: { acknowledgement: { enabled: false } },
  });
  const { caseIds } = await support.receive("letters", around.mail({ subject: "Lost parcel" }));
  const caseId = caseIds[0] ?? "";
  const { customerId } = await support.cases.get({ caseId });
  const asAda = support.as({ kind: "customer", id: customerId ?? "" });
  const visitor = support.as({ kind: "anonymous", id: "vis_1" });
  const later = async () => {
    await clock.advance(hourMs);
    await support.tick();
    await support.tick();
  };
  const asked = async () => {
    await support.cases.solve({ caseId });
    await later();
  };
  const tokens = () =>
    letters.handed.flatMap(({ message }) => /token=([0-9a-f]{32})/.exec(message.text)?.[1] ?? []);
  return { ...around, support, caseId, customerId, asAda, visitor, later, asked, tokens };
}

test("the question goes out an hour after the case was solved, once, and leaves the case solved", async () => {
  const { support, caseId, asked, later, letters } = await desk();
  await asked();
  expect(letters.handed.map(({ message }) => message.to.map(({ value }) => value))).toEqual([
    ["ada@example.com"],
  ]);
  expect((await support.events.list({ type: "stars.asked" })).rows).toMatchObject([
    { caseId, actor: { kind: "system", id: "stars.ask" } },
  ]);
  expect(await support.cases.get({ caseId })).toMatchObject({ category: "solved" });
  await support.cases.update({ caseId, status: "open" });
  await support.cases.solve({ caseId });
  await later();
  expect(letters.handed).toHaveLength(1);
});

test("nobody is asked about a case that was opened again before", async () => {
  const { support, caseId, later, letters } = await desk();
  await support.cases.solve({ caseId });
  await support.cases.update({ caseId, status: "open" });
  await later();
  expect(letters.handed).toEqual([]);
});

test("whoever got the question answers without a sign-in, and nobody else can", async () => {
  const { support, caseId, asked, tokens, visitor } = await desk();
  await asked();
  const [token = ""] = tokens();
  await visitor.stars.answer({ token, stars: 5 });
  expect((await support.events.list({ type: "stars.rated" })).rows).toMatchObject([
    { caseId, actor: { kind: "anonymous", id: "vis_1" }, data: { stars: 5, isAgain: false } },
  ]);
  const wrong = visitor.stars.answer({ token: "0".repeat(32), stars: 1 });
  await expect(wrong).rejects.toMatchObject({ code: "NOT_FOUND", details: { plugin: "stars" } });
  await expect(support.tenant("south").stars.answer({ token, stars: 1 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await support.stars.summary()).toEqual({ count: 1, average: 5 });
});

test("an answer is kept, a later one takes its place, and the token is shown to nobody", async () => {
  const { support, caseId, asAda, asked } = await desk();
  await expect(asAda.stars.rate({ caseId, stars: 5 })).rejects.toMatchObject({
    code: "STARS_NOT_ASKED",
    status: 409,
    details: { plugin: "stars" },
  });
  await asked();
  expect(await asAda.stars.rate({ caseId, stars: 2 })).toEqual({ id: expect.any(String), caseId, stars: 2 });
  expect(Object.keys(await support.stars.rate({ caseId, stars: 4 }))).not.toContain("token");
  expect(await support.stars.summary()).toEqual({ count: 1, average: 4 });
});

test("a customer rates its own cases only", async () => {
  const { support, caseId, asked } = await desk();
  await asked();
  const { id } = await support.customers.create({ name: "Mallory" });
  const asMallory = support.as({ kind: "customer", id });
  await expect(asMallory.stars.rate({ caseId, stars: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("its permissions are those of the roles it names, and of nobody else", async () => {
  const { support, customerId } = await desk();
  const { id: agentId } = await support.agents.create({ name: "Grace" });
  const { id: helperId } = await support.agents.create({ name: "Alan", role: "collaborator" });
  // As callers without types ask: the compiler knows that customers can't.
  const summaryAs = (actor: Actor): ReturnType<typeof support.stars.summary> =>
    Object(support.as(actor)).stars.summary();
  expect(await summaryAs({ kind: "agent", id: agentId })).toEqual({ count: 0, average: null });
  for (const actor of [
    { kind: "agent", id: helperId },
    { kind: "customer", id: customerId ?? "" },
    { kind: "anonymous", id: "vis_1" },
    { kind: "bot", id: "helper" },
  ] as const)
    await expect(summaryAs(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await support.agents.update({ agentId, active: false });
  await expect(summaryAs({ kind: "agent", id: agentId })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("answers are in the customer's history, for staff who may see them and for the customer itself", async () => {
  const { support, caseId, customerId, asAda, asked, tokens, visitor } = await desk();
  await asked();
  const [token = ""] = tokens();
  await visitor.stars.answer({ token, stars: 4 });
  const { id: agentId } = await support.agents.create({ name: "Grace" });
  const { id: helperId } = await support.agents.create({ name: "Alan", role: "collaborator" });
  const history = { customerId: customerId ?? "" };
  const shown = await support.as({ kind: "agent", id: agentId }).customers.timeline(history);
  expect(shown.failed).toEqual([]);
  expect(shown.rows.map(({ kind }) => kind)).toEqual(["stars.answered", "message.out", "message.in"]);
  expect(shown.rows[0]).toMatchObject({ caseId, data: { stars: 4, askedAt: expect.any(Number) } });
  expect(Object.keys(shown.rows[0]?.data ?? {})).not.toContain("token");
  const own = await asAda.customers.timeline(history);
  expect(own.rows).toEqual([
    {
      ...{ at: expect.any(Number), id: expect.any(String), caseId, kind: "stars.answered" },
      data: { id: expect.any(String), caseId, stars: 4 },
    },
  ]);
  // Who lacks the permission of the source sees the rest.
  const helped = await support
    .as({ kind: "agent", id: helperId })
    .customers.timeline(history)
    .catch(() => null);
  expect(helped?.rows.some(({ kind }) => kind.startsWith("stars.")) ?? false).toBe(false);
});

test("what was answered stands beside the case", async () => {
  const { support, caseId, asAda, asked } = await desk();
  expect(await support.cases.cards({ caseId })).toEqual({ cards: [], failed: [] });
  await asked();
  await asAda.stars.rate({ caseId, stars: 2 });
  expect(await support.cases.cards({ caseId })).toMatchObject({
    cards: [
      {
        source: "stars.card",
        title: "Satisfaction",
        fields: [{ label: "Stars", value: 2 }, { label: "Asked" }],
      },
    ],
    failed: [],
  });
});

test("its rows are the tenant's own", async () => {
  const { support, asked } = await desk();
  await asked();
  expect(await support.tenant("south").stars.summary()).toEqual({ count: 0, average: null });
});

describe("the last rating decides the targets of the customer's cases", () => {
  const sla: SlaDefinitions = {
    policies: [
      {
        id: "win-back",
        when: { field: "stars.lastRating", less: 3 },
        targets: [{ metric: "first_reply", within: "1h" }],
      },
      { id: "rest", default: true, targets: [{ metric: "first_reply", within: "8h" }] },
    ],
  };

  async function ratedDesk() {
    const around = await desk({ sla });
    const { support, clock, mail, asked, tokens, visitor } = around;
    await asked();
    const [token = ""] = tokens();
    const opened = async (subject: string) =>
      (await support.receive("letters", mail({ subject }))).caseIds[0] ?? "";
    const target = async (caseId: string) => {
      const { rows } = await support.sla.clocks({ caseId });
      return rows.map(({ policyId, startedAt, deadline }) => ({
        policyId,
        hours: deadline === null ? null : (deadline - startedAt) / hourMs,
      }));
    };
    return {
      ...around,
      clock,
      opened,
      target,
      rate: (given: number) => visitor.stars.answer({ token, stars: given }),
    };
  }

  test("of one that comes in after it", async () => {
    const { opened, target, rate, reports } = await ratedDesk();
    await rate(2);
    expect(await target(await opened("Another parcel"))).toEqual([{ policyId: "win-back", hours: 1 }]);
    await rate(5);
    expect(await target(await opened("A third parcel"))).toEqual([{ policyId: "rest", hours: 8 }]);
    expect(reports).toEqual([]);
  });

  test("of one that is open, in the commit of the rating", async () => {
    const { opened, target, rate, support } = await ratedDesk();
    const caseId = await opened("Another parcel");
    expect(await target(caseId)).toEqual([{ policyId: "rest", hours: 8 }]);
    await rate(1);
    expect(await target(caseId)).toEqual([{ policyId: "win-back", hours: 1 }]);
    const types = ["stars.rated", "stars.lastRatingChanged", "sla.retargeted"];
    const told = (await support.events.list({ limit: 200 })).rows.filter(({ type }) => types.includes(type));
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(types));
    expect(new Set(told.map(({ correlationId }) => correlationId)).size).toBe(1);
  });

  test("but not those of another customer or tenant", async () => {
    const { support, rate } = await ratedDesk();
    await rate(1);
    for (const place of [support, support.tenant("south")]) {
      const { id: customerId } = await place.customers.create({ name: "Bo" });
      const { id: caseId } = await place.cases.open({ customerId, subject: "?", message: { text: "?" } });
      const { rows } = await place.sla.clocks({ caseId });
      expect(rows.map(({ policyId }) => policyId)).toEqual(["rest"]);
    }
  });

  test("and a misspelt name in a policy is refused", async () => {
    const { support } = await ratedDesk();
    const saving = support.policies.save({
      id: "wrong",
      // @ts-expect-error there is no such field
      when: { field: "stars.lastRatng", less: 3 },
      targets: [{ metric: "first_reply", within: "1h" }],
    });
    await expect(saving).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining('Did you mean "stars.lastRating"?'),
    });
  });
});

test("its options are checked with those of the desk, and all problems are listed", async () => {
  const { options } = surroundings();
  const making = createSupport({
    ...options,
    plugins: [stars({ answerUrl: "nowhere", delayMs: -1 })],
    worker: { concurrency: 0 },
  });
  await expect(making).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: {
      problems: [
        expect.stringMatching(/^worker\.concurrency/),
        expect.stringMatching(/^plugins: "stars": options\.answerUrl: /),
        expect.stringMatching(/^plugins: "stars": options\.delayMs: /),
      ],
    },
  });
});
