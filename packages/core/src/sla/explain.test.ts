import { expect, test } from "vitest";
import type { CalendarDefinition } from "../calendar/index.ts";
import { explanationSvg } from "../sla-svg/index.ts";
import { deskForTests, hour, minute, morning } from "./deskForTests.ts";
import { presets } from "./index.ts";
import type { SlaPolicy } from "./policy.ts";

const open = ["09:00-12:00", "13:00-17:00"];
const office: CalendarDefinition = {
  timeZone: "UTC",
  hours: { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open },
};
const policy: SlaPolicy = {
  id: 'office <hours> & "more"'.replaceAll(/[^a-z]/g, "-"),
  calendar: "office",
  targets: [
    { metric: "first_reply", within: "2h", warnings: ["50%"] },
    { metric: "agent_work", within: "8h" },
  ],
};

async function pausedOverLunch() {
  const at = await deskForTests({ policies: [policy], calendars: { office } });
  const caseId = await at.open();
  at.pass(hour);
  await at.agent.update({ caseId, status: "pending" });
  at.pass(hour);
  await at.agent.update({ caseId, status: "open" });
  at.pass(3 * hour);
  await at.tick();
  await at.reply(caseId);
  await at.agent.solve({ caseId });
  return { at, caseId };
}

test("an explanation tells stretch by stretch what was counted and what was not, and why", async () => {
  const { at, caseId } = await pausedOverLunch();
  const { clocks, text } = await at.support.sla.explain({ caseId });
  const work = clocks.find(({ metric }) => metric === "agent_work");
  const told = work?.stretches.map(({ from, to, counts, reason, sumMs }) => [
    (from - morning) / hour,
    (to - morning) / hour,
    counts ? "counted" : reason,
    sumMs / hour,
  ]);
  expect(told).toEqual([
    [0, 1, "counted", 1],
    [1, 2, "pending", 1],
    [2, 3, "counted", 2],
    [3, 4, "closed", 2],
    [4, 5, "counted", 3],
  ]);
  expect(text).toContain('First reply: 4 h of 2 h (business hours of "office"), missed on 2026-03-02 11:00.');
  expect(text).toContain("2026-03-02 10:00: paused at 1 h: waiting for the customer");
  const sums = clocks.map(({ stretches, countedMs }) => stretches.at(-1)?.sumMs === countedMs);
  expect(sums).toEqual([true, true]);
});

test("times in words are those of the zone that is asked for", async () => {
  const { at, caseId } = await pausedOverLunch();
  const { text } = await at.support.sla.explain({ caseId, timeZone: "Europe/Vienna" });
  expect(text).toContain("missed on 2026-03-02 12:00");
});

test("closed time that holds a holiday says which", async () => {
  const named = {
    ...office,
    holidays: ["2026-03-03", "2026-03-04"],
    holidayNames: { "2026-03-03": "Founders' Day" },
  };
  const at = await deskForTests({ policies: [policy], calendars: { office: named } });
  const caseId = await at.open();
  at.pass(80 * hour);
  const [clock] = (await at.support.sla.explain({ caseId })).clocks;
  const words = clock?.stretches.map((stretch) => stretch.words);
  expect(words).toContain("outside business hours (Founders' Day, holiday on 2026-03-04)");
  expect(words).toContain("outside business hours");
});

test("a picture of it is well-formed, and what people wrote can't break out of it", async () => {
  const { at, caseId } = await pausedOverLunch();
  const explanation = await at.support.sla.explain({ caseId });
  const svg = explanationSvg({ ...explanation, code: `</title><script>alert("1")</script>\u0007` });
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)");
  const left: string[] = [];
  for (const [, closes, name = "", isEmpty] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (closes === "/") expect(left.pop()).toBe(name);
    else if (isEmpty !== "/") left.push(name);
  }
  expect(left).toEqual([]);
  expect(svg).toContain("prefers-color-scheme:dark");
  for (const name of ["counted", "paused", "target", "warn", "breach", "met"])
    expect(svg).toContain(`class="${name}"`);
});

test("a simulation says which promises would have been kept, and writes nothing", async () => {
  const { at, caseId } = await pausedOverLunch();
  const before = (await at.support.events.list({ limit: 200 })).rows;
  const period = { from: morning, to: morning + hour };
  const { cases, metrics, changes } = await at.support.sla.simulate({
    ...period,
    policies: [{ id: "slow", targets: [{ metric: "first_reply", within: "6h" }] }],
  });
  expect(cases).toBe(1);
  expect(metrics).toMatchObject([
    { metric: "first_reply", before: { missed: 1, attainment: 0 }, after: { met: 1, attainment: 1 } },
    { metric: "agent_work", before: { met: 1 }, after: { met: 0 } },
  ]);
  expect(changes).toEqual([
    { caseId, metric: "first_reply", startedAt: morning, before: "missed", after: "met" },
    { caseId, metric: "agent_work", startedAt: morning, before: "met", after: "none" },
  ]);
  const same = await at.support.sla.simulate({ ...period, policies: [policy], calendars: { office } });
  expect(same.changes).toEqual([]);
  expect((await at.support.events.list({ limit: 200 })).rows).toEqual(before);
});

test("a report gives attainment, median and p90 in counted and elapsed time", async () => {
  const at = await deskForTests({
    policies: [{ id: "p", targets: [{ metric: "first_reply", within: "2h", calendar: "office" }] }],
    calendars: { office },
  });
  for (const minutes of [30, 60, 90, 200]) {
    const caseId = await at.open({ channelId: minutes === 30 ? "chat" : "mail" });
    at.pass(minutes * minute);
    await at.reply(caseId);
    at.time.now = morning;
  }
  const period = { from: morning, to: morning + 24 * hour };
  expect(await at.support.sla.report(period)).toEqual([
    {
      ...{ metric: "first_reply", group: null, met: 3, missed: 1, attainment: 0.75 },
      counted: { median: 60 * minute, p90: 180 * minute },
      elapsed: { median: 60 * minute, p90: 200 * minute },
    },
  ]);
  const byChannel = await at.support.sla.report({ ...period, by: "channel" });
  expect(byChannel.map(({ group, met, missed }) => [group, met, missed])).toEqual([
    ["chat", 1, 0],
    ["email", 2, 1],
  ]);
  expect(await at.support.sla.report({ from: morning + 24 * hour, to: morning + 48 * hour })).toEqual([]);
});

test("the presets are policies", async () => {
  for (const preset of Object.values(presets.zendesk2020)) {
    const at = await deskForTests({ policies: [preset] });
    const chat = await at.clock(await at.open({ channelId: "chat" }), "first_reply");
    const call = await at.clock(await at.open({ channelId: "line" }), "answer");
    expect([chat?.policyId, call?.targetMs]).toEqual([preset.id, 20_000]);
  }
});

test("editing a policy recomputes all open clocks, in batches, and tells how far it has come", async () => {
  const at = await deskForTests({});
  const save = (within: string) =>
    at.support.policies.save({ id: "p", targets: [{ metric: "first_reply", within }] });
  await save("4h");
  await at.tick();
  const cases: string[] = [];
  for (let count = 0; count < 450; count++) cases.push(await at.open());
  await save("8h");
  expect(await at.support.sla.recomputeProgress()).toMatchObject({
    state: "running",
    looked: 0,
    remaining: 450,
  });
  await at.tick();
  expect(await at.support.sla.recomputeProgress()).toMatchObject({
    state: "done",
    looked: 450,
    changed: 450,
    remaining: 0,
  });
  expect((await at.clock(cases.at(-1) ?? "", "first_reply"))?.targetMs).toBe(8 * hour);
});
