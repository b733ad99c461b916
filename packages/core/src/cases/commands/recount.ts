import * as z from "zod";
import { defineCommand, startWalk, type WalkRow } from "../../kernel/index.ts";
import { walkView } from "../../walks/index.ts";
import { recountKey } from "../counts/index.ts";

/**
 * Has a worker check every case again, and repair its counts and queue positions. For use after manual changes to rows,
 * or after desks of an older version ran beside newer ones. It is a walk, so `walks.get` shows its progress. Called again,
 * it starts over.
 */
export const recount = defineCommand({
  name: "cases.recount",
  summary: "Has a worker check every case again, and repair its counts and queue positions.",
  input: z.strictObject({}),
  output: walkView,
  access: { permission: "jobs.manage" },
  http: "POST /case-counts/recount",
  run: (tx): Promise<WalkRow> => startWalk(tx, { ...recountKey, data: {}, again: "anyway" }),
});
