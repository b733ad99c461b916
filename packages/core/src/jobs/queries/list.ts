import * as z from "zod";
import {
  defineQuery,
  findPage,
  isAlive,
  jobs,
  lineInput,
  type Page,
  page,
  paging,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type JobRow, jobView } from "../schema.ts";

const input = z.strictObject({
  state: z
    .enum(["waiting", "dead"])
    .default("waiting")
    .describe("waiting: to be done or running, the earliest due first. dead: failed for good, newest first."),
  kind: lineInput(200).optional().describe("Only jobs of this kind, such as delivery.send."),
  ...paging,
});

/** Jobs that wait or run, the earliest due first; or those that failed for good, newest first. */
export const list = defineQuery({
  name: "jobs.list",
  summary: "Lists jobs.",
  input,
  output: page(jobView),
  access: { permission: "jobs.manage" },
  http: "GET /jobs",
  run(read, { state, kind, after, limit }): Promise<Page<JobRow>> {
    const ofKind: readonly Filter<JobRow>[] = kind === undefined ? [] : [{ field: "kind", is: kind }];
    const isDead: Filter<JobRow> = { field: "diedAt", isNot: null };
    return findPage(read, jobs, {
      where: { and: [state === "dead" ? isDead : isAlive, ...ofKind] },
      orderBy: state === "dead" ? [{ field: "diedAt", direction: "descending" }] : [{ field: "dueAt" }],
      after,
      limit,
    });
  },
});
