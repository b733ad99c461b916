import { describe, expect, test, vi } from "vitest";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function listenerTests(options: DeskSuiteOptions): void {
  describe("listeners", () => {
    test("are called after the commit, when everybody can see what happened", () =>
      onDesk(options, async ({ support, hear }) => {
        const seen: Promise<string>[] = [];
        support.on("case.opened", ({ data }) =>
          seen.push(support.cases.get({ caseId: data.caseId }).then(({ code }) => code)),
        );
        const opened = await hear();
        expect(await Promise.all(seen)).toEqual([opened.code]);
      }));

    test("that throw or reject harm neither the command nor each other, and are reported", () =>
      onDesk(options, async ({ support, hear, reports }) => {
        const called: string[] = [];
        support.on("case.opened", () => {
          throw new Error("thrown");
        });
        support.on("case.opened", async () => {
          throw new Error("rejected");
        });
        support.on("case.opened", () => called.push("last"));
        await hear();
        await new Promise((resolve) => setImmediate(resolve));
        expect(called).toEqual(["last"]);
        expect(reports.map(({ error, what }) => `${error} in ${what}`).sort()).toEqual([
          "Error: rejected in listener of case.opened",
          "Error: thrown in listener of case.opened",
        ]);
      }));

    test("a report that fails itself harms nobody either", () =>
      onDesk(
        options,
        async ({ support, hear }) => {
          support.on("case.opened", () => {
            throw new Error("thrown");
          });
          support.on("case.opened", () => Promise.reject(new Error("rejected")));
          const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
          await hear();
          await new Promise((resolve) => setImmediate(resolve));
          expect(told.mock.calls.flat().map(String)).toEqual(
            expect.arrayContaining(["Error: thrown", "Error: rejected", "Error: the log is full"]),
          );
          told.mockRestore();
          expect((await support.cases.list()).rows).toHaveLength(1);
        },
        {
          report: () => {
            throw new Error("the log is full");
          },
        },
      ));

    test("are called no more when they have left, and not for what failed", () =>
      onDesk(options, async ({ support, hear }) => {
        let called = 0;
        const leave = support.on("case.updated", () => called++);
        const { id: caseId } = await hear();
        await support.cases.update({ caseId, tags: ["a"] });
        const failing = support.cases.update({ caseId, tags: ["b"], status: "nonsense" });
        await expect(failing).rejects.toThrow();
        expect(called).toBe(1);
        leave();
        await support.cases.update({ caseId, tags: ["c"] });
        expect(called).toBe(1);
      }));
  });
}
