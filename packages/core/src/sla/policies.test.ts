import { describe, expect, test } from "vitest";
import type { CalendarDefinition } from "../calendar/index.ts";
import { memoryStorage } from "../memory/index.ts";
import { deskForTests, hour, minute, morning } from "./deskForTests.ts";
import type { SlaPolicy } from "./policy.ts";

const weekdays = (...open: string[]): CalendarDefinition => ({
  timeZone: "UTC",
  hours: { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open },
});
const office = weekdays("09:00-17:00");
const firstReply = (id: string, within: string): SlaPolicy => ({
  id,
  targets: [{ metric: "first_reply", within }],
});

describe("which target applies", () => {
  const matrix: SlaPolicy = {
    id: "matrix",
    targets: [
      { metric: "first_reply", within: "8h" },
      { metric: "first_reply", priority: "urgent", within: "4h" },
      { metric: "first_reply", channel: "chat", within: "2h" },
      { metric: "first_reply", priority: "urgent", channel: "chat", within: "1h" },
    ],
  };
  test.each([
    ["priority and channel", "urgent", "chat", 1],
    ["then the channel alone", "low", "chat", 2],
    ["then the priority alone", "urgent", "mail", 4],
    ["then neither", "low", "mail", 8],
  ] as const)("%s", async (_, priority, channelId, hours) => {
    const at = await deskForTests({ policies: [matrix] });
    const caseId = await at.open({ priority, channelId });
    expect((await at.clock(caseId, "first_reply"))?.targetMs).toBe(hours * hour);
  });

  test("a metric without a target has no clock", async () => {
    const at = await deskForTests({ policies: [matrix] });
    expect((await at.support.sla.clocks({ caseId: await at.open() })).rows).toHaveLength(1);
  });

  test("the first policy that is for the case, the default one last wherever it stands", async () => {
    const policies: SlaPolicy[] = [
      { ...firstReply("rest", "9h"), default: true },
      { ...firstReply("vip", "1h"), when: { field: "case.tags", contains: "vip" } },
      { ...firstReply("urgent", "2h"), when: { field: "case.priority", is: "urgent" } },
    ];
    const at = await deskForTests({ policies });
    const policyOf = async (values: object) =>
      (await at.clock(await at.open(values), "first_reply"))?.policyId;
    expect(await policyOf({ tags: ["vip"], priority: "urgent" })).toBe("vip");
    expect(await policyOf({ priority: "urgent" })).toBe("urgent");
    expect(await policyOf({})).toBe("rest");
  });

  test("conditions may ask about the customer", async () => {
    const policy = {
      ...firstReply("german", "1h"),
      when: { field: "customer.locale", startsWith: "de" },
    } as const;
    const at = await deskForTests({ policies: [policy] });
    const german = await at.support.customers.create({ name: "Jo", locale: "de-AT" });
    expect(await at.clock(await at.open(), "first_reply")).toBeNull();
    expect(await at.clock(await at.open({ customerId: german.id }), "first_reply")).not.toBeNull();
  });
});

describe("time", () => {
  test("counts in the open hours of the target's calendar, or all of it", async () => {
    const policy: SlaPolicy = {
      id: "p",
      calendar: "office",
      targets: [
        { metric: "first_reply", within: "10h" },
        { metric: "total_resolution", within: "10h", calendar: null },
      ],
    };
    const at = await deskForTests({ policies: [policy], calendars: { office } });
    const caseId = await at.open();
    expect((await at.clock(caseId, "first_reply"))?.deadline).toBe(morning + 26 * hour);
    expect((await at.clock(caseId, "total_resolution"))?.deadline).toBe(morning + 10 * hour);
  });
});

describe("open clocks get new targets from the same start", () => {
  const policy: SlaPolicy = {
    id: "p",
    targets: [
      { metric: "first_reply", within: "8h", warnings: ["50%"] },
      { metric: "first_reply", priority: "urgent", within: "2h", warnings: ["50%"] },
      { metric: "total_resolution", priority: "normal", within: "40h" },
    ],
  };

  test("when the priority changes", async () => {
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    at.pass(hour / 2);
    await at.agent.update({ caseId, priority: "urgent" });
    expect(await at.clock(caseId, "first_reply")).toMatchObject({
      startedAt: morning,
      deadline: morning + 2 * hour,
      dueAt: morning + hour,
    });
    expect(await at.log(caseId, "total_resolution")).toEqual(["activate", "cancel"]);
  });

  test("a deadline that is past by that is missed at once", async () => {
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    at.pass(3 * hour);
    await at.agent.update({ caseId, priority: "urgent" });
    expect(await at.clock(caseId, "first_reply")).toMatchObject({ breachedAt: morning + 3 * hour });
    expect(await at.told("sla.breached")).toHaveLength(1);
  });

  test("what was breached is history", async () => {
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open({ priority: "urgent" });
    at.pass(3 * hour);
    await at.tick();
    await at.agent.update({ caseId, priority: "low" });
    expect(await at.clock(caseId, "first_reply")).toMatchObject({
      targetMs: 2 * hour,
      breachedAt: morning + 2 * hour,
    });
  });

  test("what was met is history", async () => {
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    await at.reply(caseId);
    await at.agent.update({ caseId, priority: "urgent" });
    expect(await at.clock(caseId, "first_reply")).toMatchObject({ targetMs: 8 * hour, state: "fulfilled" });
  });

  test("a warning that was given is not given again", async () => {
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    at.pass(4 * hour);
    await at.tick();
    await at.agent.update({ caseId, priority: "urgent" });
    await at.tick();
    expect(await at.told("sla.warned")).toHaveLength(1);
  });

  test("and a metric that is promised only now has a clock as if it had been from the start", async () => {
    const at = await deskForTests({
      policies: [{ id: "p", targets: [{ metric: "agent_work", priority: "urgent", within: "8h" }] }],
    });
    const caseId = await at.open();
    at.pass(hour);
    await at.agent.update({ caseId, status: "pending" });
    at.pass(5 * hour);
    await at.agent.update({ caseId, status: "open" });
    at.pass(hour);
    expect(await at.clock(caseId, "agent_work")).toBeNull();
    await at.agent.update({ caseId, priority: "urgent" });
    expect(await at.clock(caseId, "agent_work")).toMatchObject({
      startedAt: morning,
      deadline: morning + 13 * hour,
    });
  });

  test("when a field that a condition looks at changes, and only then", async () => {
    const vip = { ...firstReply("vip", "1h"), when: { field: "case.tags", contains: "vip" } } as const;
    const at = await deskForTests({ policies: [vip, firstReply("rest", "9h")] });
    const caseId = await at.open();
    const before = await at.clock(caseId, "first_reply");
    await at.agent.update({ caseId, subject: "New words" });
    expect(await at.clock(caseId, "first_reply")).toEqual(before);
    await at.agent.update({ caseId, addTags: ["vip"] });
    expect(await at.clock(caseId, "first_reply")).toMatchObject({ policyId: "vip", targetMs: hour });
  });
});

describe("policies made at run time", () => {
  test("come before those of the code, and take the place of one with the same id", async () => {
    const at = await deskForTests({ policies: [firstReply("a", "1h"), firstReply("b", "2h")] });
    await at.support.policies.save(firstReply("c", "3h"));
    await at.support.policies.save(firstReply("b", "4h"));
    const listed = async () =>
      (await at.support.policies.list()).rows.map(({ id, source }) => `${id} ${source}`);
    expect(await listed()).toEqual(["c stored", "b stored", "a code"]);
    await at.support.policies.reorder({ policyIds: ["b"] });
    expect(await listed()).toEqual(["b stored", "c stored", "a code"]);
    await at.support.policies.remove({ policyId: "b" });
    expect(await listed()).toEqual(["c stored", "a code", "b code"]);
  });

  test("are noticed by another process at the latest when its copy is too old", async () => {
    const storage = memoryStorage();
    const here = await deskForTests({ policies: [firstReply("a", "1h")] }, { storage });
    const there = await deskForTests(
      { policies: [firstReply("a", "1h")] },
      { storage, definitionsMaxAgeMs: 1_000 },
    );
    const policyThere = async () => (await there.clock(await there.open(), "first_reply"))?.policyId;
    expect(await policyThere()).toBe("a");
    await here.support.policies.save(firstReply("new", "2h"));
    there.pass(999);
    expect(await policyThere()).toBe("a");
    there.pass(1);
    expect(await policyThere()).toBe("new");
  });

  test("editing one gives open clocks new targets, and leaves the others alone", async () => {
    const at = await deskForTests({ policies: [] });
    await at.support.policies.save(firstReply("p", "4h"));
    const open = await at.open();
    const met = await at.open();
    at.pass(hour);
    await at.reply(met);
    await at.support.policies.save(firstReply("p", "2h"));
    await at.tick();
    expect(await at.clock(open, "first_reply")).toMatchObject({ deadline: morning + 2 * hour });
    expect(await at.clock(met, "first_reply")).toMatchObject({ targetMs: 4 * hour, state: "fulfilled" });
  });

  test("a calendar that is edited counts each stretch as it then was", async () => {
    const at = await deskForTests({ policies: [], calendars: { desk: office } });
    await at.support.policies.save({ ...firstReply("p", "10h"), calendar: "desk" });
    const caseId = await at.open();
    // Monday 16:00: seven hours are counted; from now on the desk is only open from 12 to 14.
    at.pass(7 * hour);
    await at.support.calendars.save({ name: "desk", definition: weekdays("12:00-14:00") });
    await at.tick();
    // Two hours on Tuesday, the last one on Wednesday.
    const wednesday = Date.parse("2026-03-04T13:00:00Z");
    expect(await at.clock(caseId, "first_reply")).toMatchObject({ countedMs: 7 * hour, deadline: wednesday });
    at.time.now = wednesday - minute;
    await at.reply(caseId);
    expect(await at.clock(caseId, "first_reply")).toMatchObject({
      state: "fulfilled",
      breachedAt: null,
      countedMs: 10 * hour - minute,
    });
  });

  test("a calendar of the code that changed between two starts counts the past as it was", async () => {
    const storage = memoryStorage();
    const policies: SlaPolicy[] = [{ ...firstReply("p", "10h"), calendar: "desk" }];
    const before = await deskForTests({ policies, calendars: { desk: office } }, { storage });
    const caseId = await before.open();
    const after = await deskForTests({ policies, calendars: { desk: weekdays("12:00-14:00") } }, { storage });
    after.pass(7 * hour);
    await after.reply(caseId);
    expect((await after.clock(caseId, "first_reply"))?.countedMs).toBe(7 * hour);
  });

  test("every fault is listed, with its place", async () => {
    const at = await deskForTests({ calendars: { office } });
    const wrong = {
      id: "P 1",
      when: { field: "case.prioriti", is: "urgent" },
      calendar: "offise",
      targets: [
        { metric: "first_reply", within: "soon" },
        { metric: "first_reply", priority: "urgent", within: "10m", warnings: ["15m"] },
      ],
    };
    const saving = at.support.policies.save(wrong as unknown as SlaPolicy);
    await expect(saving).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(
        /id: must be at most 63 lower-case.*Did you mean "case.priority"\?.*targets.0.within: "soon" is not a duration/s,
      ),
    });
    await expect(
      at.support.policies.save({
        ...wrong,
        id: "p",
        when: undefined,
        targets: wrong.targets.slice(1),
      } as unknown as SlaPolicy),
    ).rejects.toThrow(
      /calendar: there is no calendar "offise". Did you mean "office"\?.*targets.0.warnings: "15m" is not before the target of 10m/s,
    );
  });
});

test("wrong policies in code refuse the start, with all that is wrong", async () => {
  const policies: SlaPolicy[] = [
    { ...firstReply("a", "1h"), default: true },
    { ...firstReply("a", "never"), default: true },
  ];
  await expect(
    deskForTests({ policies, calendars: { desk: { timeZone: "Mars/Base", hours: {} } } }),
  ).rejects.toThrow(
    /policies.1.targets.0.within.*desk.*Mars\/Base.*duplicate id "a".*only one policy can be the default/s,
  );
});

describe("actions", () => {
  test("raise the priority, reassign, notify and signal, once each", async () => {
    const policy: SlaPolicy = {
      id: "p",
      targets: [{ metric: "first_reply", within: "2h", warnings: ["1h"] }],
      onWarning: [
        { do: "notify", whom: "assignee" },
        { do: "event", name: "pager" },
      ],
      onBreach: [{ do: "raisePriority" }],
    };
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    at.pass(hour);
    await at.tick();
    expect(await at.told("sla.notificationRequested")).toMatchObject([{ on: "warning", whom: "assignee" }]);
    expect(await at.told("sla.signalled")).toMatchObject([{ caseId, name: "pager", metric: "first_reply" }]);
    at.pass(hour);
    await at.tick();
    await at.tick();
    expect((await at.support.cases.get({ caseId })).priority).toBe("high");
  });

  test("one that can't be done keeps neither the breach nor the others from happening", async () => {
    const policy: SlaPolicy = {
      id: "p",
      targets: [{ metric: "first_reply", within: "2h" }],
      onBreach: [
        { do: "reassign", assigneeId: "agt_gone" },
        { do: "raisePriority", to: "urgent" },
      ],
    };
    const at = await deskForTests({ policies: [policy] });
    const caseId = await at.open();
    at.pass(3 * hour);
    await at.tick();
    expect(await at.told("sla.breached")).toHaveLength(1);
    expect(await at.support.cases.get({ caseId })).toMatchObject({ priority: "urgent", assigneeId: null });
    expect((await at.support.jobs.list({ state: "dead" })).rows).toHaveLength(1);
  });

  test("a case that would go to somebody who has left goes to the team alone", async () => {
    const at = await deskForTests({});
    const { id: assigneeId } = await at.support.agents.create({ name: "Grace" });
    const { id: teamId } = await at.support.teams.create({ name: "Late" });
    await at.support.policies.save({
      ...firstReply("p", "2h"),
      onBreach: [{ do: "reassign", assigneeId, teamId }],
    });
    await at.support.agents.update({ agentId: assigneeId, active: false });
    const caseId = await at.open();
    at.pass(3 * hour);
    await at.tick();
    expect(await at.support.cases.get({ caseId })).toMatchObject({ teamId, assigneeId: null });
    expect((await at.support.jobs.list({ state: "dead" })).rows).toEqual([]);
  });

  test("a macro answers", async () => {
    const at = await deskForTests({});
    const macro = await at.support.macros.save({ name: "Escalate", changes: { priority: "urgent" } });
    await at.support.policies.save({
      ...firstReply("p", "2h"),
      onBreach: [{ do: "macro", macroId: macro.id }],
    });
    const caseId = await at.open();
    at.pass(3 * hour);
    await at.tick();
    expect((await at.support.cases.get({ caseId })).priority).toBe("urgent");
  });
});
