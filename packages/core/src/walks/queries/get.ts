import { defineQuery, requireWalk } from "../../kernel/index.ts";
import { type WalkRow, walkKeyInput, walkView } from "../schema.ts";

/** Tells how far a walk is, and why it failed. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "walks.get",
  summary: "Tells how far a walk is, and why it failed.",
  input: walkKeyInput,
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "GET /walks/{walk}/{key}",
  run: (read, which): Promise<WalkRow> => requireWalk(read, which),
});
