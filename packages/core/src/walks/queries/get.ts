import { defineQuery, requireWalk } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

/** Returns a walk's progress, and why it failed. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "walks.get",
  summary: "Returns a walk's progress, and why it failed.",
  input: walkKeyInput,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "GET /walks/{walk}/{key}",
  run: (read, which): Promise<WalkRow> => requireWalk(read, which),
});
