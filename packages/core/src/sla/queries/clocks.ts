import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { metrics } from "../metrics.ts";
import { type ClockRow, clockView, slaClocks } from "../schema.ts";

const input = z.strictObject({
  caseId: reference("case"),
  metric: z.exactOptional(z.enum(metrics)),
  state: z.exactOptional(z.enum(["running", "paused", "fulfilled", "cancelled"])),
  ...paging,
});

/** Lists the clocks of a case. Oldest first. */
export const clocks = defineQuery({
  name: "sla.clocks",
  summary: "Lists the clocks of a case.",
  input,
  output: page(clockView),
  access: { permission: "sla.read" },
  http: "GET /cases/{caseId}/clocks",
  run(read, { caseId, metric, state, after, limit }): Promise<Page<ClockRow>> {
    const leaves: Filter<ClockRow>[] = [
      { field: "caseId", is: caseId },
      ...(metric === undefined ? [] : [{ field: "metric", is: metric } as const]),
      ...(state === undefined ? [] : [{ field: "state", is: state } as const]),
    ];
    return findPage(read, slaClocks, {
      where: { and: leaves },
      orderBy: [{ field: "startedAt" }],
      after,
      limit,
    });
  },
});
