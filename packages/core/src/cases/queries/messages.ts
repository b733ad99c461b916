import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { requireParticipant, visibleTo } from "../access.ts";
import { requireCase } from "../lifecycle.ts";
import { type MessageRow, messages as messageTable } from "../schema.ts";
import { messageView } from "../views.ts";

/**
 * Lists the messages of a case, oldest first. Includes notes only for those who may read them. Customers who joined
 * later see messages from then on, and those that they wrote themselves.
 */
export const messages = defineQuery({
  name: "cases.messages",
  summary: "Lists the messages of a case, oldest first.",
  input: z.strictObject({ caseId: reference("case"), ...paging }),
  output: page(messageView),
  access: { permission: "cases.read", customer: "own" },
  http: "GET /cases/{caseId}/messages",
  async run(read, { caseId, after, limit }): Promise<Page<MessageRow>> {
    const found = await requireCase(read, caseId);
    const standing = await requireParticipant(read, found, caseId);
    const visible = standing === null ? null : visibleTo(standing);
    const leaves: Filter<MessageRow>[] = [
      { field: "caseId", is: caseId },
      ...((await read.may("notes.read")) ? [] : [{ field: "direction", in: ["in", "out"] } as const]),
      ...(visible === null ? [] : [visible]),
    ];
    return findPage(read, messageTable, {
      where: { and: leaves },
      orderBy: [{ field: "at" }],
      after,
      limit,
    });
  },
});
