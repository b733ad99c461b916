import { describe, expect, test } from "vitest";
import { deskForTests, hour, minute, morning } from "./deskForTests.ts";
import { type Metric, metrics } from "./metrics.ts";
import type { SlaPolicy } from "./policy.ts";

const everything: SlaPolicy = {
  id: "all",
  targets: metrics.map((metric) => ({ metric, within: "8h" })),
};
const desk = () => deskForTests({ policies: [everything] });
type Desk = Awaited<ReturnType<typeof desk>>;

/** One row: the rule, the metric, the steps, and the resulting state and counted hours. */
interface Row {
  readonly rule: string;
  readonly metric: Metric;
  readonly source?: string;
  readonly open?: Parameters<Desk["open"]>[0];
  readonly by?: "agent" | "bot";
  readonly doing: (desk: Desk, caseId: string) => Promise<unknown>;
  readonly expected: { readonly state: string; readonly countedHours: number } | null;
  readonly times?: number;
}

const after =
  (hours: number, ...steps: readonly ((desk: Desk, caseId: string) => Promise<unknown>)[]) =>
  async (desk: Desk, caseId: string) => {
    for (const step of steps) {
      desk.pass(hours * hour);
      await step(desk, caseId);
    }
  };

const reply = (at: Desk, caseId: string) => at.reply(caseId);
const write = (at: Desk, caseId: string) => at.write(caseId);
const status = (to: string) => (at: Desk, caseId: string) => at.agent.update({ caseId, status: to });
const nothing = async () => {};

const rows: readonly Row[] = [
  {
    rule: "starts with the case and stops at the first public human reply",
    metric: "first_reply",
    doing: after(1, reply),
    expected: { state: "fulfilled", countedHours: 1 },
  },
  {
    rule: "is not stopped by a bot",
    metric: "first_reply",
    doing: after(1, (at, caseId) => at.bot.reply({ caseId, text: "Beep" })),
    expected: { state: "running", countedHours: 0 },
  },
  {
    rule: "is not stopped by a note",
    metric: "first_reply",
    doing: after(1, (at, caseId) => at.agent.note({ caseId, text: "Hm" })),
    expected: { state: "running", countedHours: 0 },
  },
  {
    rule: "counts always, also in a solved case",
    metric: "first_reply",
    source: "Zendesk, Calculating first reply time",
    doing: after(1, status("pending"), status("solved"), reply),
    expected: { state: "fulfilled", countedHours: 3 },
  },
  {
    rule: "of a case that an agent opened ends at the agent's next public reply",
    metric: "first_reply",
    source: "Zendesk, Calculating first reply time",
    by: "agent",
    doing: after(1, reply),
    expected: { state: "fulfilled", countedHours: 1 },
  },
  {
    rule: "of a case that an agent opened is not stopped by the opening message",
    metric: "first_reply",
    by: "agent",
    doing: nothing,
    expected: { state: "running", countedHours: 0 },
  },
  {
    rule: "has no clock while a bot handles the case",
    metric: "first_reply",
    open: { handler: "bot" },
    doing: after(1, write),
    expected: null,
  },
  {
    rule: "starts at the hand-off from a bot",
    metric: "first_reply",
    open: { handler: "bot" },
    doing: after(1, (at, caseId) => at.agent.handOff({ caseId, to: "human" }), reply),
    expected: { state: "fulfilled", countedHours: 1 },
  },
  {
    rule: "is given up when a bot takes over",
    metric: "first_reply",
    doing: after(1, (at, caseId) => at.agent.handOff({ caseId, to: "bot" })),
    expected: { state: "cancelled", countedHours: 1 },
  },
  {
    rule: "imported cases have none",
    metric: "first_reply",
    open: { imported: true },
    doing: after(1, write),
    expected: null,
  },
  {
    rule: "spam cases have none",
    metric: "total_resolution",
    doing: after(1, (at, caseId) => at.agent.markSpam({ caseId })),
    expected: { state: "cancelled", countedHours: 1 },
  },
  {
    rule: "starts over when a case is not spam after all",
    metric: "first_reply",
    doing: after(
      1,
      (at, caseId) => at.agent.markSpam({ caseId }),
      (at, caseId) => at.agent.markSpam({ caseId, spam: false }),
      reply,
    ),
    expected: { state: "fulfilled", countedHours: 1 },
    times: 2,
  },
  {
    rule: "a merged case has none left",
    metric: "total_resolution",
    doing: after(1, async (at, caseId) => at.agent.merge({ fromId: caseId, intoId: await at.open() })),
    expected: { state: "cancelled", countedHours: 1 },
  },

  {
    rule: "does not cover what the first reply covers",
    metric: "next_reply",
    source: "Zendesk, metric events: the first instance of reply_time is the first reply",
    doing: after(1, write, write),
    expected: null,
  },
  {
    rule: "starts at the first message after a reply",
    metric: "next_reply",
    doing: after(1, reply, write, reply),
    expected: { state: "fulfilled", countedHours: 1 },
  },
  {
    rule: "is not moved by repeats",
    metric: "next_reply",
    source: "Zendesk: begins with the oldest unanswered message",
    doing: after(1, reply, write, write, write, reply),
    expected: { state: "fulfilled", countedHours: 3 },
  },
  {
    rule: "begins again with each unanswered message",
    metric: "next_reply",
    doing: after(1, reply, write, reply, write),
    expected: { state: "running", countedHours: 0 },
    times: 2,
  },
  {
    rule: "starts at the hand-off where a customer waits",
    metric: "next_reply",
    doing: after(
      1,
      reply,
      (at, caseId) => at.agent.handOff({ caseId, to: "bot" }),
      write,
      (at, caseId) => at.agent.handOff({ caseId, to: "human" }),
      reply,
    ),
    expected: { state: "fulfilled", countedHours: 1 },
  },

  {
    rule: "recurs with each public agent message",
    metric: "periodic_update",
    doing: after(1, reply, reply),
    expected: { state: "running", countedHours: 0 },
    times: 3,
  },
  {
    rule: "counts while pending and on-hold",
    metric: "periodic_update",
    doing: after(1, status("pending"), status("on_hold"), reply),
    expected: { state: "running", countedHours: 0 },
    times: 2,
  },
  {
    rule: "pauses while solved",
    metric: "periodic_update",
    doing: after(1, status("solved"), status("open")),
    expected: { state: "running", countedHours: 1 },
  },
  {
    rule: "pauses while pending",
    metric: "pausable_update",
    doing: after(1, status("pending"), status("open")),
    expected: { state: "running", countedHours: 1 },
  },
  {
    rule: "counts on-hold",
    metric: "pausable_update",
    doing: after(1, status("on_hold"), status("pending")),
    expected: { state: "paused", countedHours: 2 },
  },

  {
    rule: "leaves out pending",
    metric: "requester_wait",
    doing: after(1, status("pending"), status("on_hold"), status("solved")),
    expected: { state: "fulfilled", countedHours: 2 },
  },
  {
    rule: "leaves out pending and on-hold",
    metric: "agent_work",
    doing: after(1, status("pending"), status("on_hold"), status("open"), status("solved")),
    expected: { state: "fulfilled", countedHours: 2 },
  },
  {
    rule: "continues on reopen",
    metric: "requester_wait",
    doing: after(1, status("solved"), write, status("solved")),
    expected: { state: "fulfilled", countedHours: 2 },
    times: 1,
  },
  {
    rule: "ends at the first solved and never restarts",
    metric: "first_resolution",
    doing: after(1, status("solved"), write, status("solved")),
    expected: { state: "fulfilled", countedHours: 1 },
    times: 1,
  },
  {
    rule: "counts everything but solved",
    metric: "total_resolution",
    doing: after(1, status("pending"), status("on_hold"), status("solved"), write),
    expected: { state: "running", countedHours: 3 },
  },
  {
    rule: "continues on reopen with its sum",
    metric: "total_resolution",
    doing: after(1, status("solved"), write, status("solved")),
    expected: { state: "fulfilled", countedHours: 2 },
    times: 1,
  },

  { rule: "is for calls and chats", metric: "answer", doing: nothing, expected: null },
  {
    rule: "runs from ringing until a person answers",
    metric: "answer",
    open: { channelId: "line" },
    doing: after(1, reply),
    expected: { state: "fulfilled", countedHours: 1 },
  },
  {
    rule: "of a chat with a bot starts at the hand-off",
    metric: "answer",
    open: { channelId: "chat", handler: "bot" },
    doing: after(1, (at, caseId) => at.agent.handOff({ caseId, to: "human" }), reply),
    expected: { state: "fulfilled", countedHours: 1 },
  },
];

describe("clocks start, stop and count as the table of metrics has it", () => {
  test.each(rows)("$metric: $rule", async ({ metric, open, by, doing, expected, times }) => {
    const at = await desk();
    const opener = by === "agent" ? at.support.as({ kind: "agent", id: at.grace.id }) : at.support;
    const message = { text: "Hello" };
    const { id } = await opener.cases.open({ customerId: at.customer.id, subject: "Help", message, ...open });
    await doing(at, id);
    const clock = await at.clock(id, metric);
    const found = clock && { state: clock.state, countedHours: clock.countedMs / hour };
    expect(found).toEqual(expected);
    if (times !== undefined) expect(await at.clocks(id, metric)).toHaveLength(times);
    expect(at.reports).toEqual([]);
  });
});

describe("a split", () => {
  const split = async (mine: readonly number[]) => {
    const at = await desk();
    const caseId = await at.open();
    await at.reply(caseId);
    at.pass(hour);
    const written = [await at.write(caseId)];
    at.pass(hour);
    written.push(await at.write(caseId));
    at.pass(hour);
    const messageIds = mine.flatMap((index) => written[index]?.id ?? []);
    const opened = await at.agent.split({ caseId, messageIds });
    return { at, caseId, opened };
  };

  test("takes the next-reply clock along with the message that it is about", async () => {
    const { at, caseId, opened } = await split([0, 1]);
    expect(await at.log(caseId, "next_reply")).toEqual(["activate", "cancel"]);
    expect(await at.log(opened.id, "first_reply")).toEqual(["activate"]);
  });

  test("leaves the next-reply clock to the oldest message that stays", async () => {
    const { at, caseId } = await split([0]);
    const clock = await at.clock(caseId, "next_reply");
    expect(clock).toMatchObject({ state: "running", startedAt: morning + 2 * hour });
    expect(clock?.deadline).toBe(morning + 10 * hour);
  });

  test("that takes other messages leaves the clock alone", async () => {
    const { at, caseId } = await split([1]);
    expect(await at.clock(caseId, "next_reply")).toMatchObject({
      state: "running",
      startedAt: morning + hour,
    });
  });
});

describe("warnings and breaches", () => {
  const warned: SlaPolicy = {
    id: "warned",
    targets: [{ metric: "first_reply", within: "4h", warnings: ["15m", "50%"] }],
  };

  test("each fires once, at its own time", async () => {
    const at = await deskForTests({ policies: [warned] });
    await at.open();
    const seen: unknown[] = [];
    for (const minutes of [119, 1, 104, 1, 14, 1, 600]) {
      at.pass(minutes * minute);
      await at.tick();
      await at.tick();
      seen.push([(await at.told("sla.warned")).length, (await at.told("sla.breached")).length]);
    }
    expect(seen).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [2, 0],
      [2, 0],
      [2, 1],
      [2, 1],
    ]);
    expect(await at.told("sla.warned")).toMatchObject([
      { because: "50%", at: morning + 2 * hour },
      { because: "15m", at: morning + 225 * minute },
    ]);
  });

  test("none fires when the target was met first", async () => {
    const at = await deskForTests({ policies: [warned] });
    const caseId = await at.open();
    at.pass(hour);
    await at.reply(caseId);
    at.pass(9 * hour);
    await at.tick();
    expect(await at.told("sla.warned")).toEqual([]);
    expect(await at.told("sla.breached")).toEqual([]);
    expect(await at.told("sla.fulfilled")).toMatchObject([{ met: true, countedMs: hour }]);
  });

  test("a reply that comes before anybody noticed the breach does not undo it", async () => {
    const at = await deskForTests({ policies: [warned] });
    const caseId = await at.open();
    at.pass(5 * hour);
    await at.reply(caseId);
    expect(await at.log(caseId, "first_reply")).toEqual(["activate", "warn", "warn", "breach", "fulfil"]);
    expect(await at.told("sla.breached")).toMatchObject([{ at: morning + 4 * hour, countedMs: 4 * hour }]);
    expect(await at.told("sla.fulfilled")).toMatchObject([{ met: false, countedMs: 5 * hour }]);
    await at.tick();
    expect(await at.told("sla.breached")).toHaveLength(1);
  });

  test("a paused clock is not due", async () => {
    const at = await deskForTests({
      policies: [{ id: "p", targets: [{ metric: "agent_work", within: "2h" }] }],
    });
    const caseId = await at.open();
    at.pass(hour);
    await at.agent.update({ caseId, status: "pending" });
    at.pass(100 * hour);
    await at.tick();
    expect(await at.clock(caseId, "agent_work")).toMatchObject({
      state: "paused",
      dueAt: null,
      breachedAt: null,
    });
    await at.agent.update({ caseId, status: "open" });
    expect((await at.clock(caseId, "agent_work"))?.deadline).toBe(morning + 102 * hour);
  });
});
