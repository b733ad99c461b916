import * as z from "zod";
import { defineCommand, startWalk, type WalkRow } from "../../kernel/index.ts";
import { walkView } from "../../walks/index.ts";
import { recountKey } from "../counts/index.ts";

/**
 * Has a worker look at every case again and mend its counts and its places in the queues: after rows were changed by
 * hand, or after desks of an older version ran beside newer ones. Resolves when that is asked for; it is a walk, so
 * `walks.get` tells how far it has come. Asked for again, it starts over.
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
