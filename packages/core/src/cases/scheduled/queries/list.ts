import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../../kernel/index.ts";
import type { Filter } from "../../../ports/index.ts";
import { reachedPage } from "../../scope.ts";
import { type ScheduledReplyRow, scheduledReplies, scheduledReplyView } from "../schema.ts";

const input = z.strictObject({
  caseId: z.exactOptional(reference("case")),
  authorId: z.exactOptional(reference("agent")),
  held: z.exactOptional(z.boolean()).describe("Only those that are held, or only those that are not."),
  order: z.enum(["earliest", "latest"]).default("earliest"),
  ...paging,
});

const orders = {
  earliest: [{ field: "sendAt" }],
  latest: [{ field: "sendAt", direction: "descending" }],
} as const;

/** Lists replies that are sent later or held. Earliest first unless another order is given. */
export const list = defineQuery({
  name: "scheduledReplies.list",
  summary: "Lists replies that are sent later or held.",
  input,
  output: page(scheduledReplyView),
  access: { permission: "cases.read", cases: "narrowed" },
  http: "GET /scheduled-replies",
  async run(read, { caseId, authorId, held, order, after, limit }): Promise<Page<ScheduledReplyRow>> {
    const leaves: Filter<ScheduledReplyRow>[] = [
      ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
      ...(authorId === undefined ? [] : [{ field: "authorId", is: authorId } as const]),
      ...(held === undefined ? [] : [heldFilter(held)]),
    ];
    const query = { where: { and: leaves }, orderBy: orders[order], after, limit };
    return reachedPage(read, "cases.read", await findPage(read, scheduledReplies, query));
  },
});

function heldFilter(held: boolean): Filter<ScheduledReplyRow> {
  return held ? { field: "heldAt", isNot: null } : { field: "heldAt", is: null };
}
