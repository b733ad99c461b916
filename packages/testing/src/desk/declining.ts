import { describe, expect, test } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function declineTests(options: DeskSuiteOptions): void {
  describe("declining well", () => {
    test("the customer reads the reason and every alternative", () =>
      onDesk(options, async ({ support, hear, letters }) => {
        const { id: caseId } = await hear();
        await support.cases.decline({
          caseId,
          reason: "We cannot ship to the moon.",
          alternatives: [
            { kind: "existing_feature", text: "Collect it in the shop", url: "https://example.com/shops" },
            { kind: "planned_request", text: "Lunar delivery is planned", reference: "req_1" },
          ],
          status: "solved",
        });
        await support.tick();
        const text = letters.handed[0]?.message.text ?? "";
        expect(text).toMatch(/^We cannot ship to the moon\./);
        expect(text).toContain("Collect it in the shop (https://example.com/shops)");
        expect(text).toContain("Lunar delivery is planned");
        expect((await support.cases.get({ caseId })).category).toBe("solved");
        expect((await support.events.list({ type: "case.declined" })).rows).toMatchObject([
          {
            data: {
              alternatives: [
                { kind: "existing_feature", reference: null },
                { kind: "planned_request", reference: "req_1" },
              ],
            },
          },
        ]);
      }));

    test("a bare no is refused", () =>
      onDesk(options, async ({ support, hear }) => {
        const { id: caseId } = await hear();
        await expect(
          support.cases.decline({ caseId, reason: "No.", alternatives: [] }),
        ).rejects.toMatchObject({
          code: "INVALID_INPUT",
          message: expect.stringContaining("at least one alternative"),
        });
      }));
  });
}
