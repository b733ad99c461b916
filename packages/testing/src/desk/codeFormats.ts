import { describe, expect, test } from "vitest";
import { letter } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const other = { trackingCode: { format: "Other-{number}" } } as const;

export function codeFormatTests(options: DeskSuiteOptions): void {
  describe("formats of tracking codes", () => {
    test("a desk that would write other codes into the same storage does not start, and says both", () =>
      onDesk(options, async (desk) => {
        await desk.hear();
        for (const cases of [other, { trackingCode: { checkDigit: true } }])
          await expect(desk.another({ cases })).rejects.toMatchObject({
            code: "INVALID_CONFIGURATION",
            message: expect.stringContaining('"Case-{number}"'),
          });
        const again = await desk.another();
        expect(await again.hear(letter({ subject: "new" }))).toMatchObject({
          code: expect.stringMatching(/^Case-/),
        });
      }));

    test("a format is changed by naming the one that it replaces", () =>
      onDesk(options, async (desk) => {
        await desk.hear();
        const trackingCode = { ...other.trackingCode, replaces: "Case-{number}" };
        const changed = await desk.another({ cases: { trackingCode } });
        expect(await changed.hear(letter({ subject: "new" }))).toMatchObject({
          code: expect.stringMatching(/^Other-/),
        });
        await expect(desk.another()).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
        await desk.another({ cases: other });
      }));

    test("tenants that are only known when they are used are looked at then", () =>
      onDesk(options, async (desk) => {
        const tenants = () => true;
        const first = await desk.another({ tenants });
        await first.support.tenant("late").customers.create({ name: "Ada" });
        const second = await desk.another({ tenants, cases: other });
        await expect(second.support.tenant("late").customers.create({ name: "Bo" })).rejects.toMatchObject({
          code: "INVALID_CONFIGURATION",
        });
        await second.support.tenant("another").customers.create({ name: "Cy" });
      }));
  });
}
