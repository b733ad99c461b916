import * as z from "zod";
import { defineCommand } from "../../kernel/index.ts";
import { beginRecompute } from "../recompute.ts";
import { type RecomputeRow, recomputeView } from "../schema.ts";

/** Measures all open clocks again. For use after a deployment that changed policies or calendars in code. */
export const recompute = defineCommand({
  name: "sla.recompute",
  summary: "Measures all open clocks again.",
  input: z.strictObject({}),
  output: recomputeView,
  access: { permission: "sla.write" },
  http: "POST /sla/recompute",
  run: (tx): Promise<RecomputeRow> => beginRecompute(tx, tx.now),
});
