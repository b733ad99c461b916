import { describe, expect, test } from "vitest";
import { mallory } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function linkTests(options: DeskSuiteOptions): void {
  describe("links between cases", () => {
    test("get another reason when they are made again with one, and keep theirs without", () =>
      onDesk(options, async ({ hear, support: { cases, events } }) => {
        const { id: fromId } = await hear();
        const { id: toId } = await hear({ from: mallory });
        const ends = { fromId, toId, kind: "related" } as const;
        const made = await cases.link({ ...ends, reason: "the same parcel" });
        expect(await cases.link(ends)).toEqual(made);
        const changed = await cases.link({ ...ends, reason: "the same street" });
        expect(changed).toMatchObject({ id: made.id, reason: "the same street" });
        expect(await cases.link({ ...ends, reason: "the same street" })).toEqual(changed);
        expect(await cases.link({ ...ends, reason: null })).toMatchObject({ id: made.id, reason: null });
        const counted = async (type: "case.linked" | "case.linkUpdated") =>
          (await events.list({ type })).rows.map(({ caseId, data }) => ({ caseId, data }));
        expect(await counted("case.linked")).toEqual([{ caseId: fromId, data: ends }]);
        expect(await counted("case.linkUpdated")).toHaveLength(2);
      }));

    test("are listed by kind, in both directions", () =>
      onDesk(options, async ({ hear, clock, support: { cases } }) => {
        const { id: fromId } = await hear();
        const { id: toId } = await hear({ from: mallory });
        for (const kind of ["related", "duplicate"] as const) {
          await cases.link({ fromId, toId, kind });
          await clock.advance(1);
        }
        const kinds = async (query: { readonly kind?: "related"; readonly order?: "newest" }) =>
          (await cases.links({ caseId: toId, ...query })).rows.map(({ kind }) => kind);
        expect(await kinds({})).toEqual(["related", "duplicate"]);
        expect(await kinds({ order: "newest" })).toEqual(["duplicate", "related"]);
        expect(await kinds({ kind: "related" })).toEqual(["related"]);
      }));
  });
}
