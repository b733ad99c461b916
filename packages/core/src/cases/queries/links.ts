import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../kernel/index.ts";
import { type CaseLinkRow, caseLinks } from "../schema.ts";
import { caseLinkView } from "../views.ts";

/** Lists the links from and to a case, oldest first. */
export const links = defineQuery({
  name: "cases.links",
  summary: "Lists the links from and to a case, oldest first.",
  input: z.strictObject({ caseId: reference("case"), ...paging }),
  output: page(caseLinkView),
  access: { permission: "cases.read" },
  http: "GET /cases/{caseId}/links",
  run: (read, { caseId, after, limit }): Promise<Page<CaseLinkRow>> =>
    findPage(read, caseLinks, {
      where: {
        or: [
          { field: "fromId", is: caseId },
          { field: "toId", is: caseId },
        ],
      },
      after,
      limit,
    }),
});
