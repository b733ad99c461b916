import { isSupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { commands } from "./harness/commands/index.ts";
import { type Furniture, furnish } from "./harness/furnish.ts";
import { asUntyped, onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** Ids of what belongs to the case of somebody else. */
const foreign = [
  "replyId",
  "caseId",
  "messageId",
  "noteId",
  "failedId",
  "code",
  "inboundId",
  "eventId",
] as const;

export function hidingTests(options: DeskSuiteOptions): void {
  describe("what is not there for somebody", () => {
    test("is reported as missing, by every call", () =>
      onDesk(options, async (desk) => {
        const ids = await furnish(desk, desk.support);
        const absent: Furniture = {
          ...ids,
          ...Object.fromEntries(foreign.map((name) => [name, `${ids[name].slice(0, 4)}absent-${name}`])),
        };
        const { id: strangerId } = await desk.support.customers.create({ name: "Stranger" });
        const { id: goneId } = await desk.hire("admin", "Gone");
        await desk.support.agents.update({ agentId: goneId, active: false });
        const wrong: string[] = [];
        for (const actor of [
          { kind: "customer", id: strangerId },
          { kind: "customer", id: "cus_none" },
          { kind: "agent", id: goneId },
        ] as const) {
          const acting = asUntyped(desk.support, actor);
          for (const [path, { call }] of Object.entries(commands)) {
            const told = async (given: Furniture) => {
              const error = await desk.settled(
                call(acting, given).then(
                  () => null,
                  (thrown: unknown) => thrown,
                ),
              );
              const text = isSupportError(error) ? `${error.code} ${error.message}` : String(error);
              return foreign.reduce((masked, name) => masked.replaceAll(given[name], name), text);
            };
            const there = await told(ids);
            const notThere = await told(absent);
            if (there !== notThere) wrong.push(`${path}: ${there} / ${notThere}`);
          }
        }
        expect(wrong).toEqual([]);
      }));
  });
}
