import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../../kernel/index.ts";
import { reachedPage } from "../../scope.ts";
import { writerOf } from "../own.ts";
import { type DraftRow, draftKinds, drafts, draftView } from "../schema.ts";

const input = z.strictObject({
  agentId: reference("agent").optional().describe("Whose. Default: those of the agent who calls."),
  caseId: z.exactOptional(reference("case")),
  kind: z.exactOptional(draftKinds),
  ...paging,
});

/** The drafts of the agent who calls, those saved last first. */
export const list = defineQuery({
  name: "drafts.list",
  summary: "Lists the drafts of the agent who calls.",
  input,
  output: page(draftView),
  access: { permission: "drafts.write", cases: "narrowed" },
  http: "GET /drafts",
  async run(read, { agentId, caseId, kind, after, limit }): Promise<Page<DraftRow>> {
    return reachedPage(
      read,
      "drafts.write",
      await findPage(read, drafts, {
        where: {
          and: [
            { field: "agentId", is: writerOf(read, agentId) },
            ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
            ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
          ],
        },
        orderBy: [{ field: "updatedAt", direction: "descending" }],
        after,
        limit,
      }),
    );
  },
});
