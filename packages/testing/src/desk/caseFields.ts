import { createSupport } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const fields = z
  .object({
    plan: z.enum(["free", "gold"]).default("free"),
    seats: z.int().positive().optional(),
    contract: z.string().nullable().default(null),
  })
  .refine(({ plan, seats }) => plan === "gold" || seats === undefined || seats <= 3, {
    message: "more than three seats need the gold plan",
    path: ["seats"],
  });

async function somebody({ support }: TestDesk): Promise<string> {
  return (await support.customers.create({ name: "Ada" })).id;
}

export function caseFieldTests(options: DeskSuiteOptions): void {
  const onFields = (body: (desk: TestDesk) => Promise<void>) => onDesk(options, body, { cases: { fields } });

  describe("the host's own case fields", () => {
    test("are checked and filled in when a case is opened", () =>
      onFields(async (desk) => {
        const customerId = await somebody(desk);
        const { cases } = desk.support;
        const opened = await cases.open({ customerId, subject: "x", fields: { seats: 2 } });
        expect(opened.fields).toEqual({ plan: "free", seats: 2, contract: null });
        for (const [wrong, why] of [
          [{ plan: "silver" }, "plan"],
          [{ seats: -1 }, "seats"],
          [{ colour: "red" }, "colour"],
          [{ seats: 4 }, "gold plan"],
        ] as const)
          await expect(cases.open({ customerId, subject: "x", fields: wrong })).rejects.toMatchObject({
            code: "INVALID_INPUT",
            message: expect.stringContaining(why),
          });
      }));

    test("are changed one by one: what is not named stays, whatever its default", () =>
      onFields(async (desk) => {
        const customerId = await somebody(desk);
        const given = { plan: "gold", seats: 9, contract: "c1" };
        const { id: caseId } = await desk.support.cases.open({ customerId, subject: "x", fields: given });
        const changed = await desk.support.cases.update({ caseId, fields: { seats: 10 } });
        expect(changed.fields).toEqual({ ...given, seats: 10 });
      }));

    test("a change that breaks a rule across fields is refused", () =>
      onFields(async (desk) => {
        const customerId = await somebody(desk);
        const given = { plan: "gold", seats: 9 };
        const { id: caseId } = await desk.support.cases.open({ customerId, subject: "x", fields: given });
        await expect(desk.support.cases.update({ caseId, fields: { plan: "free" } })).rejects.toMatchObject({
          code: "INVALID_INPUT",
          message: expect.stringContaining("gold plan"),
        });
      }));

    test("a case that came in by mail has none yet, and takes them one by one", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          const opened = await hear();
          expect(opened.fields).toEqual({});
          const changed = await support.cases.update({ caseId: opened.id, fields: { order: 7 } });
          expect(changed.fields).toEqual({ order: 7 });
        },
        { cases: { fields: z.object({ order: z.int(), place: z.string() }) } },
      ));

    test("are none where the host has declared none", () =>
      onDesk(options, async (desk) => {
        const customerId = await somebody(desk);
        await expect(
          desk.support.cases.open({ customerId, subject: "x", fields: { plan: "free" } }),
        ).rejects.toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining("plan") });
      }));

    test("a schema that is no object is refused at the start", async () => {
      const storage = await options.create();
      const wrong = { storage, cases: { fields: JSON.parse("{}") } };
      await expect(createSupport(wrong)).rejects.toMatchObject({
        code: "INVALID_CONFIGURATION",
        message: expect.stringContaining("cases.fields"),
      });
      await storage.close();
      await options.dispose?.(storage);
    });
  });
}
