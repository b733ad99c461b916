import { describe, expect, test } from "vitest";
import * as z from "zod";
import { deskForTests, opened, somebody } from "./deskForTests.ts";

const fields = z.object({ refunded: z.boolean().optional() });
const quiet = { acknowledgement: { enabled: false } };

async function setUp() {
  const desk = deskForTests({ cases: { fields }, templates: quiet });
  const bea = await desk.agents.create({ name: "Bea" });
  const team = await desk.teams.create({ name: "Refunds" });
  const ada = await somebody(desk, { name: "Ada", locale: "de" });
  const { found } = await opened(desk, ada.id);
  const macro = await desk.macros.save({
    name: "Refund",
    reply: { from: "text", text: "Dear {{ customer.name }}, {{ case.code }} is refunded. {{ agent.name }}" },
    note: "was {{ case.priority }}",
    changes: {
      status: "solved",
      priority: "low",
      addTags: ["refund"],
      assigneeId: bea.id,
      teamId: team.id,
      fields: { refunded: true },
    },
  });
  return { desk, agent: desk.as({ kind: "agent", id: bea.id }), bea, team, found, macro };
}

describe("a macro", () => {
  test("replies, changes the case and leaves a note in one commit", async () => {
    const { agent, desk, bea, team, found, macro } = await setUp();
    const after = await agent.macros.apply({ macroId: macro.id, caseId: found.id });
    expect(after).toMatchObject({
      status: "solved",
      priority: "low",
      tags: ["refund"],
      assigneeId: bea.id,
      teamId: team.id,
      fields: { refunded: true },
      firstRepliedAt: desk.time.now,
      version: found.version + 1,
    });
    const { rows } = await desk.cases.messages({ caseId: found.id });
    expect(rows.map(({ direction, text, automatic }) => [direction, text, automatic])).toEqual([
      ["in", "It should have come on Monday.", null],
      ["out", `Dear Ada, ${found.code} is refunded. Bea`, null],
      ["note", "was normal", null],
    ]);
  });

  test("applied twice under one key happens once", async () => {
    const { agent, desk, found, macro } = await setUp();
    const input = { macroId: macro.id, caseId: found.id };
    await agent.macros.apply(input, { idempotencyKey: "k" });
    await agent.macros.apply(input, { idempotencyKey: "k" });
    expect((await desk.cases.messages({ caseId: found.id })).rows).toHaveLength(3);
  });

  test("over a message that the agent has not seen asks first", async () => {
    const { agent, desk, found, macro } = await setUp();
    const [first] = (await desk.cases.messages({ caseId: found.id })).rows;
    desk.time.now += 1_000;
    await desk.cases.addCustomerMessage({ caseId: found.id, text: "And it is broken" });
    const run = { macroId: macro.id, caseId: found.id, seenMessageId: first?.id };
    await expect(agent.macros.apply(run)).rejects.toMatchObject({ code: "NEWER_CUSTOMER_MESSAGE" });
    const stale = { macroId: macro.id, caseId: found.id, expectedVersion: found.version };
    await expect(agent.macros.apply(stale)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await desk.cases.get({ caseId: found.id })).status).toBe("new");
  });

  test("replies with a template in the customer's language", async () => {
    const { agent, desk, found } = await setUp();
    await desk.templates.save({ key: "thanks", locale: "en", text: "Thanks" });
    await desk.templates.save({ key: "thanks", locale: "de", text: "Danke" });
    const macro = await desk.macros.save({ name: "Thanks", reply: { from: "template", key: "thanks" } });
    await agent.macros.apply({ macroId: macro.id, caseId: found.id });
    const { rows } = await desk.cases.messages({ caseId: found.id });
    expect(rows.at(-1)?.text).toBe("Danke");
  });

  test("run by the desk itself is automatic, stops no clock, and keeps to the caps", async () => {
    const { desk, found } = await setUp();
    const macro = await desk.macros.save({
      name: "Sorry",
      reply: { from: "text", text: "Sorry" },
      changes: { addTags: ["late"] },
    });
    const system = desk.as({ kind: "system", id: "sla" });
    for (let run = 0; run < 5; run++)
      await system.transact((tx) => desk.runMacro(tx, { macroId: macro.id, caseId: found.id }));
    const { rows } = await desk.cases.messages({ caseId: found.id });
    expect(rows.filter(({ automatic }) => automatic === "macro")).toHaveLength(3);
    const after = await desk.cases.get({ caseId: found.id });
    expect(after).toMatchObject({ firstRepliedAt: null, tags: ["late"] });
    expect(after.waitingSince).not.toBeNull();
  });

  test.each([
    [{ reply: { from: "text", text: "{{ custmer.name }}" } }, 'in macro "M". Did you mean "customer.name"?'],
    [{ note: "{{ case.cod }}" }, 'Did you mean "case.code"?'],
    [{ changes: { status: "sloved" } }, 'There is no status "sloved"'],
    [{ changes: { fields: { refundd: true } } }, "refundd"],
    [{ changes: { assigneeId: "agt_none" } }, "There is no agent"],
    [{ reply: { from: "template", key: "none" } }, "Save the template first"],
    [{ reply: { from: "template", key: "acknowledgement" } }, "of the kind acknowledgement"],
    [{}, "does nothing"],
  ] as const)("is refused when saved with %j", async (wrong, message) => {
    const { desk } = await setUp();
    await expect(desk.macros.save({ name: "M", ...wrong })).rejects.toThrow(message);
  });

  test("is changed, listed by name and archived", async () => {
    const { desk, macro } = await setUp();
    await desk.macros.save({ name: "Apology", note: "x" });
    const changed = await desk.macros.save({
      macroId: macro.id,
      name: "Repay",
      note: "y",
      expectedVersion: 1,
    });
    expect(changed).toMatchObject({ id: macro.id, version: 2, reply: null });
    await expect(
      desk.macros.save({ macroId: macro.id, name: "Z", note: "z", expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await desk.macros.list()).rows.map(({ name }) => name)).toEqual(["Apology", "Repay"]);
    const archived = await desk.macros.archive({ macroId: macro.id });
    expect(archived.archivedAt).toBe(desk.time.now);
    expect(await desk.macros.archive({ macroId: macro.id })).toEqual(archived);
    expect((await desk.macros.list()).rows.map(({ name }) => name)).toEqual(["Apology"]);
    expect((await desk.macros.list({ archived: true })).rows).toEqual([archived]);
    await expect(desk.macros.save({ name: "Repay", note: "z" })).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
      message: expect.stringContaining("is archived. Restore it"),
    });
  });

  test("that is archived changes no case, by whomever, until it is restored", async () => {
    const { agent, desk, found, macro } = await setUp();
    await desk.macros.archive({ macroId: macro.id });
    const run = { macroId: macro.id, caseId: found.id };
    const refused = { code: "ARCHIVED", message: expect.stringContaining("macros.restore") };
    await expect(agent.macros.apply(run)).rejects.toMatchObject(refused);
    expect((await desk.cases.get({ caseId: found.id })).version).toBe(found.version);
    expect((await desk.macros.restore({ macroId: macro.id })).archivedAt).toBeNull();
    expect(await agent.macros.apply(run)).toMatchObject({ status: "solved" });
  });
});
