import * as z from "zod";
import { defineQuery, shape } from "../../kernel/index.ts";
import { stale } from "../recompute.ts";
import { slaClocks, slaRecomputes } from "../schema.ts";
import { slaState } from "../state.ts";

const progress = z.object({
  id: z.string(),
  state: z.enum(["waiting", "running", "done", "superseded"]),
  looked: z.int().describe("Open clocks checked so far."),
  changed: z.int().describe("How many of these got a different target."),
  createdAt: z.int(),
  finishedAt: z.int().nullable(),
  remaining: z.int().describe("Open clocks that still use older definitions."),
});

/** The progress of a recomputation. */
export interface RecomputeProgress extends Readonly<z.output<typeof progress>> {}

/** Returns the progress of the latest recomputation of clocks. Null if there was none. */
export const recomputeProgress = defineQuery({
  name: "sla.recomputeProgress",
  summary: "Returns the progress of the latest recomputation of clocks.",
  input: z.strictObject({}),
  output: shape("RecomputeProgress", progress.nullable()),
  access: { permission: "sla.read" },
  http: "GET /sla/recompute",
  async run(read): Promise<RecomputeProgress | null> {
    const [newest] = await read.find(slaRecomputes, {
      orderBy: [
        { field: "createdAt", direction: "descending" },
        { field: "id", direction: "descending" },
      ],
      limit: 1,
    });
    if (newest === undefined) return null;
    const definitions = await read.use(slaState).store.current(read);
    const running = await read.count(slaClocks, stale(definitions, "running"));
    const paused = await read.count(slaClocks, stale(definitions, "paused"));
    const { id, state, looked, changed, createdAt, finishedAt } = newest;
    return { id, state, looked, changed, createdAt, finishedAt, remaining: running + paused };
  },
});
