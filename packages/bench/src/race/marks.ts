import { setTimeout as pause } from "node:timers/promises";
import { defineCommand, definePlugin, defineTable, nothing } from "@heedkit/core";
import * as z from "zod";

declare module "@heedkit/core" {
  interface SupportJobs {
    "marks.make": { readonly number: number; readonly pauseMs: number };
  }
}

/** What jobs leave behind. Only the desk's fencing keeps a job from leaving two marks. */
export const marks = defineTable("marksMade", {
  comment: "What racing workers have done.",
  idPrefix: "mrk",
  fields: { number: z.int(), process: z.int(), attempt: z.int() },
  personal: "none",
});

/** Jobs whose only effect is a mark. `begun` is called when one has been taken. */
export const marksPlugin = (begun: (number: number) => void) =>
  definePlugin({
    id: "marks",
    tables: [marks],
    jobs: {
      "marks.make": {
        async run({ job, data: { number, pauseMs }, complete }) {
          if (pauseMs > 0) {
            begun(number);
            await pause(pauseMs);
          }
          await complete((tx) => tx.insert(marks, { number, process: process.pid, attempt: job.attempt }));
        },
      },
    },
    operations: {
      /** Writes jobs that are due at once. */
      order: defineCommand({
        name: "marks.order",
        summary: "Writes jobs that are due at once.",
        input: z.strictObject({ numbers: z.array(z.int()), pauseMs: z.number() }),
        output: nothing,
        access: { permission: null },
        http: "POST /marks",
        async run(tx, { numbers, pauseMs }): Promise<void> {
          for (const number of numbers) await tx.enqueue("marks.make", { number, pauseMs });
        },
      }),
    },
  });
