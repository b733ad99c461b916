import * as z from "zod";
import { defineCommand, type WalkRow } from "../../kernel/index.ts";
import { walkView } from "../../walks/index.ts";
import { beginRecompute } from "../recompute.ts";

/**
 * Measures all open clocks again: after a deployment that changed policies or calendars kept in the code. It is a walk, so
 * `walks.get` and `sla.recomputeProgress` tell how far it has come.
 */
export const recompute = defineCommand({
  name: "sla.recompute",
  summary: "Measures all open clocks again.",
  input: z.strictObject({}),
  output: walkView,
  access: { permission: "sla.write" },
  http: "POST /sla/recompute",
  run: (tx): Promise<WalkRow> => beginRecompute(tx, tx.now),
});
