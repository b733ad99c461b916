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
    .describe("waiting: waiting or running, earliest due first. dead: failed all attempts, newest first."),
  kind: lineInput(200).optional().describe("Only jobs of this kind, such as delivery.send."),
  ...paging,
});

/** Lists jobs. Waiting and running ones, earliest due first; or dead ones, newest first. */
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
