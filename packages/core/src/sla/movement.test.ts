import { expect, test } from "vitest";
import { deskForTests, hour, minute, morning } from "./deskForTests.ts";
import type { SlaPolicy } from "./index.ts";

type Desk = Awaited<ReturnType<typeof deskForTests>>;

const policy: SlaPolicy = {
  id: "p",
  targets: [
    { metric: "first_reply", within: "4h" },
    { metric: "first_reply", priority: "urgent", within: "60m" },
    { metric: "next_reply", within: "2h" },
    { metric: "next_reply", priority: "urgent", within: "60m" },
  ],
};
const slow: SlaPolicy = {
  id: "slow",
  targets: [
    { metric: "first_reply", within: "240m" },
    { metric: "next_reply", within: "240m" },
  ],
};

/** What runs for a case, in minutes since the desk opened. */
async function running(at: Desk, caseId: string) {
  const rows = await at.support.sla.clocks(caseId);
  return rows
    .filter(({ state }) => state === "running")
    .map(({ metric, deadline }) => ({
      metric,
      due: deadline === null ? null : (deadline - morning) / minute,
    }));
}

const nextDue = async (at: Desk, caseId: string) =>
  (((await at.support.cases.get(caseId)).nextDeadlineAt ?? 0) - morning) / minute;

/** Case a, answered at minute 30, and case b, opened at minute 30. */
async function answeredAndAsked() {
  const at = await deskForTests({ policies: [policy] });
  const a = await at.open();
  at.pass(30 * minute);
  await at.reply(a);
  const b = await at.open();
  at.pass(15 * minute);
  return { at, a, b };
}

test("who waits in a case that is merged into an answered one waits there for the next reply", async () => {
  const { at, a, b } = await answeredAndAsked();
  await at.agent.merge({ fromId: b, intoId: a });
  expect(await running(at, a)).toEqual([{ metric: "next_reply", due: 150 }]);
  expect(await nextDue(at, a)).toBe(150);
  expect(await running(at, b)).toEqual([]);
  const { rows } = await at.support.cases.list({ order: "deadline" });
  expect(rows[0]?.id).toBe(a);
  await at.reply(a);
  expect(await at.clock(a, "next_reply")).toMatchObject({ state: "fulfilled", breachedAt: null });
  expect(at.reports).toEqual([]);
});

test("along a chain of merges, and for a next reply that runs, the wait stays the customer's", async () => {
  const { at, a, b } = await answeredAndAsked();
  const c = await at.open();
  await at.agent.merge({ fromId: b, intoId: c });
  await at.agent.merge({ fromId: c, intoId: a });
  expect(await running(at, a)).toEqual([{ metric: "next_reply", due: 150 }]);
  const d = await at.open();
  await at.reply(d);
  at.pass(5 * minute);
  await at.write(d);
  await at.reply(a);
  at.pass(5 * minute);
  await at.agent.merge({ fromId: d, intoId: a });
  expect(await running(at, a)).toEqual([{ metric: "next_reply", due: 170 }]);
});

test.each([
  ["a solved case", (at: Desk, id: string) => at.support.cases.solve(id)],
  ["a bot's case", (at: Desk, id: string) => at.agent.handOff(id, "bot")],
  ["a spam case", (at: Desk, id: string) => at.agent.markSpam(id)],
] as const)("into %s the wait goes on as well", async (_, change) => {
  const { at, a, b } = await answeredAndAsked();
  await change(at, a);
  await at.agent.merge({ fromId: b, intoId: a });
  expect(await running(at, a)).toEqual([{ metric: "next_reply", due: 150 }]);
  expect(await nextDue(at, a)).toBe(150);
  const found = await at.support.cases.get(a);
  expect(found).toMatchObject({ status: "open", handler: "human", spam: false });
});

test("into an imported case the wait goes on as well, and its answer ends it", async () => {
  const { at, b } = await answeredAndAsked();
  const old = await at.open({ imported: true });
  await at.reply(old);
  await at.agent.merge({ fromId: b, intoId: old });
  expect(await running(at, old)).toEqual([{ metric: "next_reply", due: 150 }]);
  await at.reply(old);
  expect(await at.clock(old, "next_reply")).toMatchObject({ state: "fulfilled" });
});

test("a merge of spam brings no wait, and one of a bot's case is the hand-off", async () => {
  const { at, a, b } = await answeredAndAsked();
  await at.agent.markSpam(b);
  await at.agent.merge({ fromId: b, intoId: a });
  expect(await running(at, a)).toEqual([]);
  expect((await at.support.cases.get(a)).waitingSince).toBeNull();
  const bot = await at.open({ handler: "bot" });
  at.pass(10 * minute);
  await at.agent.merge({ fromId: bot, intoId: a });
  expect(await running(at, a)).toEqual([{ metric: "next_reply", due: 175 }]);
});

test.each([
  ["older into younger", "older", "younger"],
  ["younger into older", "younger", "older"],
] as const)("of two unanswered cases the older wait counts: %s", async (_, from, into) => {
  const at = await deskForTests({ policies: [policy] });
  const ids = { older: await at.open(), younger: "" };
  at.pass(210 * minute);
  ids.younger = await at.open();
  await at.agent.merge({ fromId: ids[from], intoId: ids[into] });
  expect(await running(at, ids[into])).toEqual([{ metric: "first_reply", due: 240 }]);
});

test.each([
  ["urgent into normal", "urgent", "normal"],
  ["normal into urgent", "normal", "urgent"],
] as const)("the tighter running target stays: %s", async (_, from, into) => {
  const at = await deskForTests({ policies: [policy] });
  const fromId = await at.open({ priority: from });
  const intoId = await at.open({ priority: into });
  at.pass(10 * minute);
  await at.agent.merge({ fromId, intoId });
  expect(await running(at, intoId)).toEqual([{ metric: "first_reply", due: 60 }]);
});

test("a missed wait moves as missed, and the report counts it once", async () => {
  const at = await deskForTests({ policies: [policy] });
  const fromId = await at.open({ priority: "urgent" });
  at.pass(61 * minute);
  await at.tick();
  const intoId = await at.open();
  await at.agent.merge({ fromId, intoId });
  await at.tick();
  const [oldest] = await at.clocks(intoId, "first_reply");
  expect(oldest).toMatchObject({ state: "running", breachedAt: morning + hour });
  expect(await at.told("sla.breached")).toHaveLength(1);
  await at.reply(intoId);
  const rows = await at.support.sla.report({ from: morning, to: morning + 24 * hour });
  expect(rows).toMatchObject([{ metric: "first_reply", met: 0, missed: 1 }]);
});

/** Asked at minute 0, answered at 10, asked again at 20. */
async function askedAgain(within: SlaPolicy = slow) {
  const at = await deskForTests({ policies: [within] });
  const caseId = await at.open();
  at.pass(10 * minute);
  const answer = await at.reply(caseId);
  at.pass(10 * minute);
  const second = await at.write(caseId);
  const [first] = (await at.support.cases.messages({ caseId })).rows;
  return { at, caseId, firstId: first?.id ?? "", answerId: answer.id, secondId: second.id };
}

test("a question that moves out with its answer awaits nothing", async () => {
  const { at, caseId, secondId } = await askedAgain();
  at.pass(10 * minute);
  const answer = await at.reply(caseId);
  at.pass(30 * minute);
  const opened = await at.agent.split({ caseId, messageIds: [secondId, answer.id] });
  expect(opened).toMatchObject({ firstRepliedAt: morning + 30 * minute, waitingSince: null });
  expect(await running(at, opened.id)).toEqual([]);
  expect(await running(at, caseId)).toEqual([]);
  at.pass(300 * minute);
  await at.tick();
  expect(await at.told("sla.breached")).toEqual([]);
});

test("an unanswered message that moves out waits there since it came", async () => {
  const { at, caseId, secondId } = await askedAgain();
  at.pass(180 * minute);
  const opened = await at.agent.split({ caseId, messageIds: [secondId] });
  expect(await running(at, opened.id)).toEqual([{ metric: "first_reply", due: 260 }]);
  expect(await nextDue(at, opened.id)).toBe(260);
  expect(await running(at, caseId)).toEqual([]);
});

test("a miss that moves out is one miss", async () => {
  const { at, caseId, secondId } = await askedAgain();
  at.pass(280 * minute);
  await at.tick();
  const opened = await at.agent.split({ caseId, messageIds: [secondId] });
  await at.tick();
  expect(await at.clock(opened.id, "first_reply")).toMatchObject({ breachedAt: morning + 260 * minute });
  expect(await at.told("sla.breached")).toHaveLength(1);
  const rows = await at.support.sla.report({ from: morning, to: morning + 24 * hour });
  expect(rows.reduce((sum, { missed }) => sum + missed, 0)).toBe(1);
});

test("when the first message moves away, the case is due by the next", async () => {
  const at = await deskForTests({ policies: [slow] });
  const caseId = await at.open();
  at.pass(60 * minute);
  await at.write(caseId);
  const [first] = (await at.support.cases.messages({ caseId })).rows;
  const opened = await at.agent.split({ caseId, messageIds: [first?.id ?? ""] });
  expect(await running(at, caseId)).toEqual([{ metric: "first_reply", due: 300 }]);
  expect(await running(at, opened.id)).toEqual([{ metric: "first_reply", due: 240 }]);
});

test("when the only reply moves away, the wait starts again", async () => {
  const { at, caseId, answerId, secondId } = await askedAgain();
  await at.agent.split({ caseId, messageIds: [secondId, answerId] });
  expect(await at.support.cases.get(caseId)).toMatchObject({ firstRepliedAt: null, waitingSince: morning });
  expect(await running(at, caseId)).toEqual([{ metric: "first_reply", due: 240 }]);
});

test("when the only reply moves away alone, the older of both questions waits", async () => {
  const { at, caseId, answerId } = await askedAgain();
  const opened = await at.agent.split({ caseId, messageIds: [answerId] });
  expect(await running(at, caseId)).toEqual([{ metric: "first_reply", due: 240 }]);
  expect(await running(at, opened.id)).toEqual([]);
});

test("an older question that was solved without an answer does not wait again", async () => {
  const at = await deskForTests({ policies: [slow] });
  const caseId = await at.open();
  at.pass(10 * minute);
  await at.support.cases.solve(caseId);
  at.pass(10 * minute);
  await at.write(caseId);
  at.pass(10 * minute);
  const answer = await at.reply(caseId);
  await at.agent.split({ caseId, messageIds: [answer.id] });
  expect((await at.support.cases.get(caseId)).waitingSince).toBe(morning + 20 * minute);
  expect((await running(at, caseId)).at(-1)).toEqual({ metric: "first_reply", due: 260 });
});

test("a wait that a merge brought survives a split, and a merge back keeps what was moved out", async () => {
  const { at, caseId, secondId } = await askedAgain();
  at.pass(10 * minute);
  const other = await at.open();
  await at.agent.merge({ fromId: other, intoId: caseId });
  const opened = await at.agent.split({ caseId, messageIds: [secondId] });
  expect(await running(at, caseId)).toEqual([{ metric: "next_reply", due: 270 }]);
  expect(await running(at, opened.id)).toEqual([{ metric: "first_reply", due: 260 }]);
  await at.agent.merge({ fromId: opened.id, intoId: caseId });
  expect(await running(at, caseId)).toEqual([{ metric: "next_reply", due: 260 }]);
  await at.reply(caseId);
  expect(await running(at, caseId)).toEqual([]);
  expect(at.reports).toEqual([]);
});
