import * as z from "zod";
import {
  ageOrderInput,
  ageOrders,
  defineQuery,
  findPage,
  type Page,
  page,
  paging,
  reference,
} from "../../kernel/index.ts";
import { type CaseLinkRow, caseLinks, linkKinds } from "../schema.ts";
import { caseLinkView } from "../views.ts";

/**
 * Lists the links from and to a case. Oldest first unless another order is given. Links to cases that the caller can't read are left out, so a page may
 * have fewer rows than `limit`.
 */
export const links = defineQuery({
  name: "cases.links",
  summary: "Lists the links from and to a case.",
  input: z.strictObject({
    caseId: reference("case"),
    kind: z.exactOptional(linkKinds),
    order: ageOrderInput.default("oldest"),
    ...paging,
  }),
  output: page(caseLinkView),
  access: { permission: "cases.read", cases: "narrowed" },
  http: "GET /cases/{caseId}/links",
  async run(read, { caseId, kind, order, after, limit }): Promise<Page<CaseLinkRow>> {
    const { rows, next } = await findPage(read, caseLinks, {
      where: {
        and: [
          {
            or: [
              { field: "fromId", is: caseId },
              { field: "toId", is: caseId },
            ],
          },
          ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
        ],
      },
      orderBy: ageOrders[order],
      after,
      limit,
    });
    const isShown = await Promise.all(
      rows.map(({ fromId, toId }) => read.reaches("cases.read", "case", fromId === caseId ? toId : fromId)),
    );
    return { rows: rows.filter((_, at) => isShown[at]), next };
  },
});
