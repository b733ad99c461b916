import * as z from "zod";
import { defineQuery, findWalk, shape } from "../../kernel/index.ts";
import { countStale, recomputeKey } from "../recompute.ts";
import { slaState } from "../state.ts";

const progress = z.object({
  id: z.string(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  looked: z.int().describe("Open clocks looked at so far."),
  changed: z.int().describe("Of these, how many have another target now."),
  finishedAt: z.int().nullable(),
  remaining: z.int().describe("Open clocks that it has yet to look at."),
});

/** The progress of a recomputation. */
export interface RecomputeProgress extends Readonly<z.output<typeof progress>> {}

/** How far the newest recomputation has come; null when there was none. `walks.get` tells more of it. */
export const recomputeProgress = defineQuery({
  name: "sla.recomputeProgress",
  summary: "Returns the progress of the latest recomputation of clocks.",
  input: z.strictObject({}),
  output: shape("RecomputeProgress", progress.nullable()),
  access: { permission: "sla.read" },
  http: "GET /sla/recompute",
  async run(read): Promise<RecomputeProgress | null> {
    const walk = await findWalk(read, recomputeKey);
    if (walk === null) return null;
    const { id, state, looked, changed, finishedAt } = walk;
    const remaining = await countStale(read, read.use(slaState).store, walk.data);
    return { id, state, looked, changed, finishedAt, remaining };
  },
});
