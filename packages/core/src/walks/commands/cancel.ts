import { cancelWalk, defineCommand } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

/**
 * Ends a walk. A batch that is being done has no effect.
 * @throws SupportError NOT_FOUND, INVALID_TRANSITION
 */
export const cancel = defineCommand({
  name: "walks.cancel",
  summary: "Ends a walk.",
  input: walkKeyInput,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "POST /walks/{walk}/{key}/cancel",
  run: (tx, which): Promise<WalkRow> => cancelWalk(tx, which),
});
