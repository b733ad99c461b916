import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import { cause, invalid, opened } from "./harness/ownFields.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function requiredFieldTests(options: DeskSuiteOptions): void {
  describe("own fields that must be filled in", () => {
    test("what must be filled in on opening is asked of people, and not of mail", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        await support.fields.create({ ...cause, required: "open" });
        await expect(opened(desk)).rejects.toMatchObject({
          ...invalid("Root cause"),
          details: { missing: ["cause"] },
        });
        const { id: caseId } = await opened(desk, { cause: "bug" });
        await expect(support.cases.update({ caseId, fields: { cause: null } })).rejects.toMatchObject(
          invalid("Root cause"),
        );
        expect((await hear()).fields).toEqual({});
        const { id: customerId } = await support.customers.create({ name: "Bob" });
        const history = { customerId, subject: "x", imported: true, openedAt: 0 };
        expect((await support.cases.open(history)).fields).toEqual({});
        // Customers are asked for what they may set, and for nothing else.
        const asBob = support.as({ kind: "customer", id: customerId });
        await asBob.cases.open({ customerId, subject: "x" });
        await support.fields.update({ key: "cause", customer: "write" });
        await expect(asBob.cases.open({ customerId, subject: "x" })).rejects.toMatchObject(
          invalid("Root cause"),
        );
      }));

    test("what must be filled in by then stops every way of solving", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        await support.fields.create({ ...cause, required: "solve" });
        await support.statuses.create({ key: "refunded", label: "Refunded", category: "solved" });
        const { id: caseId } = await hear({ externalId: "<1@example.com>" });
        const missing = { ...invalid("Root cause"), details: { missing: ["cause"] } };
        const macro = await support.macros.save({ name: "Solve", changes: { status: "solved" } });
        const ways = [
          () => support.cases.solve({ caseId }),
          () => support.cases.update({ caseId, status: "refunded" }),
          () => support.cases.update({ caseId, status: "closed" }),
          () => support.cases.reply({ caseId, text: "Done", status: "solved" }),
          () => support.macros.apply({ macroId: macro.id, caseId }),
          () =>
            support.cases.decline({
              caseId,
              reason: "No",
              alternatives: [{ kind: "workaround", text: "Try this" }],
              status: "solved",
            }),
        ];
        for (const way of ways) await expect(way()).rejects.toMatchObject(missing);
        const done = await support.cases.update({ caseId, fields: { cause: "bug" }, status: "solved" });
        expect(done.category).toBe("solved");
        await expect(support.cases.update({ caseId, fields: { cause: null } })).rejects.toMatchObject(
          missing,
        );
        await desk.clock.advance(5 * 86_400_000);
        await support.tick();
        expect((await support.cases.get({ caseId })).category).toBe("closed");
        // What ends in favour of another is not solved.
        const { id: fromId } = await hear({ text: "Again", externalId: "<2@example.com>" });
        const { id: intoId } = await hear({ text: "And again", externalId: "<3@example.com>" });
        await support.cases.merge({ fromId, intoId });
      }));
  });
}
