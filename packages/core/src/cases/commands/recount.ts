import * as z from "zod";
import { defineCommand, nothing } from "../../kernel/index.ts";

/**
 * Has a worker look at every case again and mend its counts and its places in the queues: after rows were changed by
 * hand, or after desks of an older version ran beside newer ones. Resolves when that is asked for.
 */
export const recount = defineCommand({
  name: "cases.recount",
  summary: "Has a worker look at every case again and mend its counts and its places in the queues.",
  input: z.strictObject({}),
  output: nothing,
  access: { permission: "jobs.manage" },
  http: "POST /case-counts/recount",
  async run(tx): Promise<void> {
    await tx.enqueue("cases.settle", { after: null }, { key: "cases.settle" });
  },
});
