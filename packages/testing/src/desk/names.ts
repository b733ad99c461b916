import { describe, expect, test } from "vitest";
import type { AnyDesk } from "./harness/openDesk.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const makers: readonly (readonly [string, (desk: AnyDesk) => Promise<{ readonly id: string }>])[] = [
  ["an agent's address", ({ agents }) => agents.create({ name: "Grace", email: "grace@desk.example" })],
  ["an agent's id of the host", ({ agents }) => agents.create({ name: "Grace", hostId: "u1" })],
  ["a team's name", ({ teams }) => teams.create({ name: "Billing" })],
  ["a customer's id of the host", ({ customers }) => customers.create({ hostId: "u1" })],
  ["a company's id of the host", ({ companies }) => companies.create({ name: "A", hostId: "c1" })],
  ["a company's domain", ({ companies }) => companies.create({ name: "A", domain: "a.example" })],
  ["a macro's name", ({ macros }) => macros.save({ name: "Refund", changes: { addTags: ["refund"] } })],
];

export function nameTests(options: DeskSuiteOptions): void {
  describe("what there can be one of", () => {
    test.each(makers)("%s is refused the second time, at once and saying who has it", (_, make) =>
      onDesk(options, async ({ support, clock }) => {
        const { id } = await make(support);
        const before = clock.now();
        await expect(make(support)).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
          retryable: false,
          details: { id },
        });
        expect(clock.now()).toBe(before);
      }),
    );

    test.each(makers)("%s at once is made once", (_, make) =>
      onDesk(options, async ({ support, settled }) => {
        const results = await settled(Promise.allSettled([make(support), make(support), make(support)]));
        expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
      }),
    );

    test("keeping one's own is no error", () =>
      onDesk(options, async ({ support }) => {
        const { id: agentId } = await support.agents.create({ name: "Grace", email: "grace@desk.example" });
        await support.agents.update({ agentId, email: "grace@desk.example", name: "Grace H." });
        const macro = { name: "Refund", changes: { addTags: ["refund"] } };
        const { id: macroId } = await support.macros.save(macro);
        await support.macros.save({ ...macro, macroId, note: "was refunded" });
      }));

    test("an agent is found by the host's id at every start, and changed where it is described otherwise", () =>
      onDesk(options, async ({ support, settled }) => {
        const described = { hostId: "grace", name: "Grace", email: "Grace@shop.example" };
        const [first, again] = await settled(
          Promise.all([support.agents.upsert(described), support.agents.upsert(described)]),
        );
        expect(again).toEqual(first);
        expect((await support.events.list({ type: "agent.updated" })).rows).toEqual([]);
        const changed = await support.agents.upsert({ ...described, role: "admin" });
        expect(changed).toMatchObject({ id: first.id, role: "admin", email: "grace@shop.example" });
        expect((await support.agents.list()).rows).toHaveLength(1);
        await support.agents.create({ name: "Alan", email: "alan@shop.example" });
        const taken = support.agents.upsert({ ...described, email: "alan@shop.example" });
        await expect(taken).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
      }));
  });
}
