import type { SupportOptions } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { onDesk } from "./harness/openDesk.ts";
import { bug, cause, invalid, misuse, opened } from "./harness/ownFields.ts";
import type { DeskSuiteOptions } from "./options.ts";

const archived = { code: "ARCHIVED", message: expect.stringContaining("is archived") };

const withCode: Partial<SupportOptions> = {
  cases: {
    fields: z.object({
      plan: z.enum(["free", "gold"]).default("free"),
      tier: z.string().optional().meta({ customer: "read" }),
    }),
  },
};

export function ownFieldTests(options: DeskSuiteOptions): void {
  describe("own fields made at run time", () => {
    test("stand beside the code's: written, changed one by one, and unset", () =>
      onDesk(
        options,
        async (desk) => {
          const { fields, cases, events } = desk.support;
          expect(await fields.create(cause)).toMatchObject({
            of: "case",
            customer: "hidden",
            required: "never",
          });
          await fields.create({ key: "seats", label: "Seats", type: "number" });
          const { id: caseId, fields: first } = await opened(desk, { plan: "gold", cause: "bug", seats: 3 });
          expect(first).toEqual({ plan: "gold", cause: "bug", seats: 3 });
          const changed = await cases.update({ caseId, fields: { seats: 4 } });
          expect(changed.fields).toEqual({ plan: "gold", cause: "bug", seats: 4 });
          const unset = await cases.update({ caseId, fields: { cause: null, plan: "free" } });
          expect(unset.fields).toEqual({ plan: "free", seats: 4 });
          const told = (await events.list({ type: "field.created" })).rows;
          expect(told.map(({ data }) => data.key)).toEqual(["cause", "seats"]);
        },
        withCode,
      ));

    test("a name of the code, or one that is taken, is refused", () =>
      onDesk(
        options,
        async ({ support }) => {
          const taken = { code: "ALREADY_EXISTS" };
          await support.fields.create(cause);
          const plan = { key: "plan", label: "Plan", type: "text" } as const;
          await expect(support.fields.create(plan)).rejects.toMatchObject(taken);
          await expect(support.fields.create(cause)).rejects.toMatchObject(taken);
          await support.fields.archive({ key: "cause" });
          await expect(support.fields.create(cause)).rejects.toMatchObject(taken);
          await expect(support.fields.update({ key: "plan", label: "x" })).rejects.toMatchObject({
            code: "NOT_FOUND",
            message: expect.stringContaining("declared by the code"),
          });
        },
        withCode,
      ));

    test.each<[string, object, unknown, unknown, string]>([
      ["text", {}, "one line", "two\nlines", "one line"],
      ["text", {}, "x".repeat(1_000), "x".repeat(1_001), "1000 characters"],
      ["longText", {}, "two\nlines", "x".repeat(10_001), "10000 characters"],
      ["number", {}, -1.5, "7", "a number"],
      ["boolean", {}, false, "false", "true or false"],
      ["date", {}, "2024-02-29", "2026-02-29", "a date"],
      ["url", {}, "https://shop.example/7", "javascript:alert(1)", "a web address"],
      ["email", {}, "ada@example.com", "ada", "an email address"],
      ["select", { options: cause.options }, "bug", "bugs", "one of bug, misuse"],
      ["multiselect", { options: cause.options }, ["misuse", "bug"], ["bug", "bugs"], "one of bug, misuse"],
      ["multiselect", { options: cause.options }, ["bug"], ["bug", "bug"], "once"],
      ["multiselect", { options: cause.options }, ["bug"], "bug", "a list"],
    ])("%s takes what it holds and nothing else", (type, more, good, bad, why) =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        await support.fields.create(Object({ key: "value", label: "Value", type, ...more }));
        const { id: caseId } = await opened(desk, { value: good });
        await expect(support.cases.update({ caseId, fields: { value: bad } })).rejects.toMatchObject(
          invalid(why),
        );
        await expect(opened(desk, { value: bad })).rejects.toMatchObject(invalid('"value"'));
        expect((await support.cases.get({ caseId })).fields).toEqual({ value: good });
      }),
    );

    test("a name that no field has is answered with the nearest one, wherever it is named", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        await support.fields.create(cause);
        const { id: caseId } = await opened(desk);
        const hint = { code: "INVALID_INPUT", message: expect.stringContaining("cause") };
        await expect(support.cases.update({ caseId, fields: { cuase: "bug" } })).rejects.toMatchObject(hint);
        await expect(opened(desk, { cuase: "bug" })).rejects.toMatchObject(hint);
        await expect(support.cases.list({ fields: { cuase: "bug" } })).rejects.toMatchObject(hint);
        await expect(
          support.macros.save({ name: "m", changes: { fields: { cuase: "bug" } } }),
        ).rejects.toMatchObject(hint);
      }));

    test("lists filter by them as by the code's, and conditions may name them", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        await support.fields.create(cause);
        await support.fields.create({ ...cause, key: "parts", type: "multiselect" });
        await support.fields.create({ key: "seats", label: "Seats", type: "number" });
        await support.fields.create({ key: "vip", label: "VIP", type: "boolean" });
        const one = await opened(desk, { cause: "bug", parts: ["bug", "misuse"], seats: 2, vip: true });
        const two = await opened(desk, { cause: "misuse", parts: ["misuse"], seats: 5 });
        const none = await opened(desk);
        const found = async (fields: Readonly<Record<string, unknown>>) => {
          const { rows } = await support.cases.list(Object({ fields, order: "oldest" }));
          return rows.map(({ id }) => id).sort();
        };
        expect(await found({ cause: "bug" })).toEqual([one.id]);
        expect(await found({ cause: ["bug", "misuse"] })).toEqual([one.id, two.id].sort());
        expect(await found({ cause: null })).toEqual([none.id]);
        expect(await found({ parts: "misuse" })).toEqual([one.id, two.id].sort());
        expect(await found({ seats: 5 })).toEqual([two.id]);
        expect(await found({ vip: true })).toEqual([one.id]);
        await expect(found({ cause: "bugs" })).rejects.toMatchObject(invalid("bug"));
        await support.policies.save({
          id: "bugs-first",
          when: { field: "case.fields.cause", is: "bug" },
          targets: [{ metric: "first_resolution", within: "1h" }],
        });
        await desk.clock.advance(2_000);
        const bug = await opened(desk, { cause: "bug" });
        expect((await support.sla.clocks({ caseId: bug.id })).rows).toMatchObject([
          { policyId: "bugs-first" },
        ]);
        expect((await support.sla.clocks({ caseId: (await opened(desk)).id })).rows).toEqual([]);
        const wrong = { id: "wrong", targets: [{ metric: "first_resolution", within: "1h" }] } as const;
        await expect(
          support.policies.save({ ...wrong, when: { field: "case.fields.cause", is: "bugs" } }),
        ).rejects.toMatchObject(invalid("bug"));
        await expect(
          support.policies.save({ ...wrong, when: { field: "case.fields.cuase", is: "bug" } }),
        ).rejects.toMatchObject(invalid("cause"));
      }));

    test("a policy goes on when its field is archived", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        await support.fields.create(cause);
        const { id: caseId } = await opened(desk, { cause: "bug" });
        await support.policies.save({
          id: "bugs-first",
          when: { field: "case.fields.cause", is: "bug" },
          targets: [{ metric: "first_resolution", within: "1h" }],
        });
        await support.fields.archive({ key: "cause" });
        await desk.clock.advance(2_000);
        const fresh = await desk.another();
        await fresh.support.cases.reply({ caseId, text: "Hello" });
        expect((await fresh.support.policies.list()).rows).toHaveLength(1);
      }));

    test("customers see and set what the field says, and nothing of it by default", () =>
      onDesk(
        options,
        async (desk) => {
          const { support } = desk;
          const text = (key: string, customer: "hidden" | "read" | "write") =>
            support.fields.create({ key, label: key, type: "text", customer });
          await text("secret", "hidden");
          await text("stage", "read");
          await text("order", "write");
          const all = { secret: "s", stage: "shipped", order: "7", tier: "t", plan: "gold" };
          const { id: caseId, customerId } = await opened(desk, all);
          const asAda = support.as({ kind: "customer", id: customerId });
          const seen = { stage: "shipped", order: "7", tier: "t" };
          expect((await asAda.cases.get({ caseId })).fields).toEqual(seen);
          expect((await asAda.cases.list()).rows.map(({ fields }) => fields)).toEqual([seen]);
          const listed = (await asAda.fields.list()).rows;
          expect(listed.map(({ key }) => key)).toEqual(["stage", "order"]);
          const own = await asAda.cases.open({ customerId, subject: "y", fields: Object({ order: "8" }) });
          expect(own.fields).toEqual({ order: "8" });
          for (const fields of [{ secret: "x" }, { stage: "x" }])
            await expect(
              asAda.cases.open({ customerId, subject: "y", fields: Object(fields) }),
            ).rejects.toMatchObject({ code: "FORBIDDEN" });
          await support.fields.update({ key: "order", customer: "hidden" });
          expect((await asAda.cases.get({ caseId })).fields).toEqual({ stage: "shipped", tier: "t" });
        },
        withCode,
      ));

    test("an archived one keeps its values, shows them to nobody and takes no others", () =>
      onDesk(options, async (desk) => {
        const { support, hire } = desk;
        await support.fields.create({ ...cause, customer: "read", required: "open" });
        const { id: caseId, customerId } = await opened(desk, { cause: "bug" });
        await support.fields.archive({ key: "cause" });
        const { desk: agent } = await hire();
        const asAda = support.as({ kind: "customer", id: customerId });
        expect((await support.cases.get({ caseId })).fields).toEqual({});
        expect((await agent.cases.list()).rows[0]?.fields).toEqual({});
        expect((await asAda.cases.get({ caseId })).fields).toEqual({});
        expect((await asAda.fields.list()).rows).toEqual([]);
        await expect(support.cases.update({ caseId, fields: { cause: "misuse" } })).rejects.toMatchObject(
          archived,
        );
        await expect(support.cases.list({ fields: { cause: "bug" } })).rejects.toMatchObject(archived);
        await opened(desk);
        const other = await support.cases.update({ caseId, priority: "high" });
        expect(other.fields).toEqual({});
        await support.fields.restore({ key: "cause" });
        expect((await support.cases.get({ caseId })).fields).toEqual({ cause: "bug" });
      }));

    test("an option is archived and not dropped: cases keep it, and no others get it", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        await support.fields.create({ ...cause, type: "multiselect" });
        const { id: caseId } = await opened(desk, { cause: ["bug"] });
        await expect(support.fields.update({ key: "cause", options: [misuse] })).rejects.toMatchObject(
          invalid('"bug"'),
        );
        const next = [{ value: "other", label: "Other" }, misuse, { ...bug, archived: true }];
        await support.fields.update({ key: "cause", options: next });
        await support.cases.update({ caseId, fields: { cause: ["bug", "other"] } });
        await expect(opened(desk, { cause: ["bug"] })).rejects.toMatchObject(invalid("other, misuse"));
        expect((await support.cases.list({ fields: { cause: "bug" } })).rows).toHaveLength(1);
        await expect(
          support.fields.create({ key: "size", label: "Size", type: "text", options: [bug] }),
        ).rejects.toMatchObject(invalid("no options"));
        await expect(
          support.fields.create({ key: "size", label: "Size", type: "select" }),
        ).rejects.toMatchObject(invalid("Give it options"));
      }));

    test("are listed in the order that they were given", () =>
      onDesk(options, async ({ support }) => {
        for (const key of ["one", "two", "three"])
          await support.fields.create({ key, label: key, type: "text" });
        await support.fields.reorder({ keys: ["three"] });
        const { rows } = await support.fields.list();
        expect(rows.map(({ key }) => key)).toEqual(["three", "one", "two"]);
      }));

    test("all that a case holds is bounded, however it is written", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const keys = Array.from({ length: 8 }, (_, at) => `note${at}`);
        for (const key of keys) await support.fields.create({ key, label: key, type: "longText" });
        const { id: caseId } = await opened(desk);
        const write = (key = "") => support.cases.update({ caseId, fields: { [key]: "x".repeat(10_000) } });
        for (const key of keys.slice(0, 6)) await write(key);
        await expect(write(keys[6])).rejects.toMatchObject(invalid("65536"));
      }));

    test("another tenant has none of them", () =>
      onDesk(
        options,
        async ({ support }) => {
          await support.fields.create(cause);
          const north = support.tenant("north");
          expect((await north.fields.list()).rows).toEqual([]);
          await expect(north.fields.get({ key: "cause" })).rejects.toMatchObject({ code: "NOT_FOUND" });
        },
        { tenants: ["default", "north"] },
      ));

    test("another process notices a field within the age of its copy", () =>
      onDesk(options, async (desk) => {
        const other = await desk.another();
        await opened(other);
        await desk.support.fields.create(cause);
        await opened(desk, { cause: "bug" });
        await desk.clock.advance(1_000);
        expect((await opened(other, { cause: "bug" })).fields).toEqual({ cause: "bug" });
      }));
  });
}
