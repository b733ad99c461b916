import type { SupportOptions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { answering } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const hour = 3_600_000;

const promised: Partial<SupportOptions> = {
  sla: {
    policies: [
      {
        id: "standard",
        default: true,
        targets: [
          { metric: "first_reply", priority: "urgent", within: "1h" },
          { metric: "first_reply", within: "4h" },
          { metric: "next_reply", within: "8h" },
          { metric: "total_resolution", within: "48h" },
        ],
      },
    ],
  },
};

const letterOf = (name: string) => ({
  externalId: `<${name}@example.com>`,
  from: { kind: "email", value: `${name}@example.com`, name: null },
});

async function ids({ support }: TestDesk, query: Parameters<TestDesk["support"]["cases"]["list"]>[0]) {
  const { rows } = await support.cases.list(query);
  return rows.map(({ id }) => id);
}

export function queueTests(options: DeskSuiteOptions): void {
  describe("queues", () => {
    test("the most urgent comes first, and goes down when it was answered", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, hear, clock } = desk;
          const first = await hear(letterOf("first"));
          await clock.advance(hour);
          const second = await hear(letterOf("second"));
          expect(await ids(desk, { order: "deadline" })).toEqual([first.id, second.id]);
          await support.cases.update({ caseId: second.id, priority: "urgent" });
          expect(await ids(desk, { order: "deadline" })).toEqual([second.id, first.id]);
          await support.cases.reply({ caseId: second.id, text: "It is on its way." });
          expect(await ids(desk, { order: "deadline" })).toEqual([first.id, second.id]);
          expect((await support.cases.get({ caseId: second.id })).nextDeadlineAt).toBe(
            second.openedAt + 48 * hour,
          );
          await hear({
            ...letterOf("second"),
            ...answering("<second@example.com>"),
            externalId: "<more@example.com>",
          });
          expect((await support.cases.get({ caseId: second.id })).nextDeadlineAt).toBe(
            clock.now() + 8 * hour,
          );
        },
        promised,
      ));

    test("who waits for nothing, and what is ended or spam, has no deadline", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, hear } = desk;
          const [solved, spam, kept] = [
            await hear(letterOf("solved")),
            await hear(letterOf("spam")),
            await hear(letterOf("kept")),
          ];
          await support.cases.solve({ caseId: solved.id });
          await support.cases.markSpam({ caseId: spam.id });
          expect(await ids(desk, { order: "deadline" })).toEqual([kept.id]);
          expect(await ids(desk, {})).toEqual([kept.id]);
          await support.cases.update({ caseId: solved.id, status: "open" });
          await support.cases.markSpam({ caseId: spam.id, spam: false });
          expect((await ids(desk, { order: "deadline" })).sort()).toEqual(
            [solved.id, spam.id, kept.id].sort(),
          );
        },
        promised,
      ));

    test("pages of a queue hold each case once, in every order", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, hear, hire, clock } = desk;
          const { id: assigneeId } = await hire();
          const opened: string[] = [];
          for (let at = 0; at < 12; at++) {
            opened.push((await hear(letterOf(`c${at}`))).id);
            if (at % 3 !== 0) await clock.advance(60_000);
          }
          for (const [at, caseId] of opened.entries())
            if (at % 2 === 0) await support.cases.assign({ caseId, assigneeId });
          for (const order of ["newest", "oldest", "updated", "deadline"] as const) {
            for (const whose of [{}, { assigneeId }, { assigneeId: null }]) {
              const seen: string[] = [];
              let after: Awaited<ReturnType<typeof support.cases.list>>["next"] = null;
              do {
                const page: Awaited<ReturnType<typeof support.cases.list>> = await support.cases.list({
                  ...{ order, limit: 5, ...whose },
                  ...(after === null ? {} : { after }),
                });
                seen.push(...page.rows.map(({ id }) => id));
                after = page.next;
              } while (after !== null);
              const wanted = opened.filter((_, at) =>
                whose.assigneeId === undefined ? true : (at % 2 === 0) === (whose.assigneeId !== null),
              );
              expect([...seen].sort()).toEqual([...wanted].sort());
            }
          }
          const { rows: oldest } = await support.cases.list({ order: "oldest" });
          const moments = oldest.map(({ openedAt }) => openedAt);
          expect(moments).toEqual(moments.toSorted((left, right) => left - right));
        },
        promised,
      ));

    test("some of the open categories are a queue as well", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const [fresh, pending] = [await hear(letterOf("fresh")), await hear(letterOf("pending"))];
        await support.cases.update({ caseId: pending.id, status: "pending" });
        expect(await ids(desk, { categories: ["pending", "on_hold"] })).toEqual([pending.id]);
        expect(await ids(desk, { categories: ["new"] })).toEqual([fresh.id]);
      }));
  });
}
