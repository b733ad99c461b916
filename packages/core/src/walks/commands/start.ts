import * as z from "zod";
import { defineCommand, recordInput, startWalk } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

const input = walkKeyInput.extend({
  data: recordInput.default({}).describe("Handed to each batch."),
  again: z.boolean().default(false).describe("Walks once more where it is over."),
});

/**
 * Starts a walk. Started twice under a key it is one walk, also when it is over, unless `again` is set; one that failed or
 * was cancelled goes on by `walks.resume`.
 * @throws SupportError NOT_FOUND
 */
export const start = defineCommand({
  name: "walks.start",
  summary: "Starts a walk.",
  input,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "POST /walks",
  run: (tx, given): Promise<WalkRow> => startWalk(tx, given),
});
