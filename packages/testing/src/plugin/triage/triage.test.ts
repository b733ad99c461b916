import { createSupport, slaClocks } from "@heedkit/core";
import { expect, test } from "vitest";
import { surroundings } from "../deskWith.ts";
import { triage } from "./triage.ts";

const hourMs = 3_600_000;

async function desk(assigneeId: string | null = null) {
  const around = surroundings();
  const open = (assignee: string | null) =>
    createSupport({
      ...around.options,
      plugins: [triage({ word: "down", assigneeId: assignee })],
      sla: {
        policies: [
          {
            id: "all",
            targets: [
              { metric: "first_reply", within: "8h" },
              { metric: "first_reply", within: "1h", priority: "urgent" },
            ],
          },
        ],
      },
    });
  const support = await open(assigneeId);
  const hear = async (subject: string, by = support) => {
    const { caseIds } = await by.receive("letters", around.mail({ subject }));
    return by.cases.get({ caseId: caseIds[0] ?? "" });
  };
  return { ...around, support, open, hear };
}

test("a priority raised in the commit that opens a case sets its deadline and what the customer is promised", async () => {
  const { support, hear, options, clock } = await desk();
  const opened = await hear("Everything is down");
  expect(opened.priority).toBe("urgent");
  const due = clock.now() + hourMs;
  const running = await options.storage.find(slaClocks, {
    where: { field: "caseId", is: opened.id },
    limit: 9,
  });
  expect(running.map(({ metric, dueAt }) => [metric, dueAt])).toEqual([["first_reply", due]]);
  const { rows } = await support.events.list({ caseId: opened.id });
  const acknowledged = rows.find(({ type }) => type === "case.acknowledged");
  expect(acknowledged?.data).toMatchObject({ firstReplyDueAt: due });
  expect(rows.filter(({ type }) => type === "sla.retargeted")).toEqual([]);
  expect(rows.find(({ type }) => type === "case.priorityChanged")).toMatchObject({
    actor: { kind: "system", id: "triage" },
    correlationId: acknowledged?.correlationId,
    causationId: rows.find(({ type }) => type === "case.opened")?.id,
  });
});

test("other cases keep their priority, their deadline and their promise", async () => {
  const { support, hear, clock } = await desk();
  const opened = await hear("A question");
  expect(opened.priority).not.toBe("urgent");
  const { rows } = await support.events.list({ caseId: opened.id, type: "case.acknowledged" });
  expect(rows).toMatchObject([{ data: { firstReplyDueAt: clock.now() + 8 * hourMs } }]);
});

test("the case is given to somebody in the same commit, or not opened at all", async () => {
  const { support, hear, open } = await desk();
  const { id } = await support.agents.create({ name: "Grace" });
  expect((await hear("It is down", await open(id))).assigneeId).toBe(id);
  const broken = await open("agt_nobody");
  const customer = await broken.customers.create({ name: "Ada" });
  const opening = broken.cases.open({ customerId: customer.id, subject: "All down", message: { text: "?" } });
  await expect(opening).rejects.toMatchObject({ code: "NOT_FOUND", details: { plugin: "triage" } });
  expect((await broken.cases.list({ customerId: customer.id })).rows).toEqual([]);
});
