import { defineCommand, resumeWalk } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

/**
 * Goes on with a walk that failed or was cancelled. It begins behind the last row that it looked at.
 * @throws SupportError NOT_FOUND, INVALID_TRANSITION
 */
export const resume = defineCommand({
  name: "walks.resume",
  summary: "Goes on with a walk that failed or was cancelled.",
  input: walkKeyInput,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "POST /walks/{walk}/{key}/resume",
  run: (tx, which): Promise<WalkRow> => resumeWalk(tx, which),
});
