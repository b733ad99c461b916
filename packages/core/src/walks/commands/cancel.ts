import { cancelWalk, defineCommand } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

/**
 * Cancels a walk. A batch in progress has no effect.
 * @throws SupportError NOT_FOUND, INVALID_TRANSITION
 */
export const cancel = defineCommand({
  name: "walks.cancel",
  summary: "Cancels a walk.",
  input: walkKeyInput,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "POST /walks/{walk}/{key}/cancel",
  run: (tx, which): Promise<WalkRow> => cancelWalk(tx, which),
});
