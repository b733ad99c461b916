import * as z from "zod";
import { defineCommand, recordInput, startWalk } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

const input = walkKeyInput.extend({
  data: recordInput.default({}).describe("Passed to each batch."),
  again: z.boolean().default(false).describe("Starts over if the walk has ended."),
});

/**
 * Starts a walk. Starting it again under the same key has no effect, even if it has ended, unless `again` is set; a
 * failed or cancelled walk is resumed with `walks.resume`.
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
