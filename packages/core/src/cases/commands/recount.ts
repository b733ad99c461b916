import * as z from "zod";
import { defineCommand, nothing } from "../../kernel/index.ts";

/**
 * Has a worker check every case again, and repair its counts and queue positions. For use after manual changes to rows,
 * or after desks of an older version ran beside newer ones. Resolves once the job is enqueued.
 */
export const recount = defineCommand({
  name: "cases.recount",
  summary: "Has a worker check every case again, and repair its counts and queue positions.",
  input: z.strictObject({}),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "POST /case-counts/recount",
  async run(tx): Promise<void> {
    await tx.enqueue("cases.settle", { after: null }, { key: "cases.settle" });
  },
});
