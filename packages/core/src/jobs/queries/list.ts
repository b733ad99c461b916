import * as z from "zod";
import {
  defineQuery,
  findPage,
  isAlive,
  jobLanes,
  jobs,
  lineInput,
  type Page,
  page,
  paging,
} from "../../kernel/index.ts";
import type { Filter, JobLane } from "../../ports/index.ts";
import { type JobRow, jobView } from "../schema.ts";

const input = z.strictObject({
  state: z
    .enum(["waiting", "dead"])
    .default("waiting")
    .describe("waiting: waiting or running, earliest due first. dead: failed all attempts, newest first."),
  kind: lineInput(200).optional().describe("Only jobs of this kind, such as delivery.send."),
  lane: z.exactOptional(z.enum(jobLanes)),
  order: z
    .exactOptional(z.enum(["earliest", "latest"]))
    .describe(
      "By the time it is due, or died. Default: waiting ones earliest first, dead ones latest first.",
    ),
  ...paging,
});

/** Lists jobs. Waiting and running ones, earliest due first; or dead ones, newest first; unless another order is given. */
export const list = defineQuery({
  name: "jobs.list",
  summary: "Lists jobs.",
  input,
  output: page(jobView),
  access: { permission: "jobs.manage" },
  http: "GET /jobs",
  run(read, { state, kind, lane, order, after, limit }): Promise<Page<JobRow>> {
    const isDead = state === "dead";
    const leaves: Filter<JobRow>[] = [
      isDead ? { field: "diedAt", isNot: null } : isAlive,
      ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
      ...(lane === undefined ? [] : [ofLane(lane)]),
    ];
    const isLatestFirst = (order ?? (isDead ? "latest" : "earliest")) === "latest";
    const direction = isLatestFirst ? "descending" : "ascending";
    const orderBy = [{ field: isDead ? "diedAt" : "dueAt", direction }] as const;
    return findPage(read, jobs, { where: { and: leaves }, orderBy, after, limit });
  },
});

/** Rows from before there were lanes are of the normal one. */
function ofLane(lane: JobLane): Filter<JobRow> {
  const named = { field: "lane", is: lane } as const;
  return lane === "normal" ? { or: [named, { field: "lane", is: null }] } : named;
}
