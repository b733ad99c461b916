import { defineCommand, resumeWalk } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

/**
 * Resumes a walk that failed or was cancelled. It continues after its last visited row.
 * @throws SupportError NOT_FOUND, INVALID_TRANSITION
 */
export const resume = defineCommand({
  name: "walks.resume",
  summary: "Resumes a walk that failed or was cancelled.",
  input: walkKeyInput,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "POST /walks/{walk}/{key}/resume",
  run: (tx, which): Promise<WalkRow> => resumeWalk(tx, which),
});
