import { expectTypeOf, test } from "vitest";
import * as z from "zod";
import { createSupport } from "../index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Condition, ConditionValues } from "./index.ts";

test("a policy's condition is typed where the desk is made, with the host's own fields", async () => {
  const support = await createSupport({
    storage: memoryStorage(),
    cases: { fields: z.object({ plan: z.enum(["free", "paid"]).optional() }) },
    sla: {
      policies: [
        {
          id: "paid",
          when: {
            all: [
              { field: "case.fields.plan", is: "paid" },
              { field: "case.priority", greater: "normal" },
            ],
          },
          targets: [{ metric: "first_reply", within: "1h" }],
        },
      ],
    },
  });
  await support.stop();
});

test("a field takes its own values only", () => {
  type Known = Condition<ConditionValues<{ readonly plan: "free" | "paid" }>>;
  expectTypeOf<{ field: "case.kind"; is: "complaint" }>().toExtend<Known>();
  expectTypeOf<{ field: "case.kind"; is: "complain" }>().not.toExtend<Known>();
  expectTypeOf<{ field: "case.tags"; contains: "vip" }>().toExtend<Known>();
  expectTypeOf<{ field: "case.fields.plan"; is: "gold" }>().not.toExtend<Known>();
});
