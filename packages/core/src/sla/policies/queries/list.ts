import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import type { PolicyRow } from "../../schema.ts";
import { listedPolicies } from "../listed.ts";
import { policyView } from "../view.ts";

/** Lists SLA policies in the order in which they are evaluated. The default one comes last. */
export const list = defineQuery({
  name: "policies.list",
  summary: "Lists SLA policies in the order in which they are evaluated.",
  input: z.strictObject(paging),
  output: page(policyView),
  access: { permission: "sla.read" },
  http: "GET /sla/policies",
  run: async (read, paged): Promise<Page<PolicyRow>> =>
    pageOf(await listedPolicies(read), ({ id }) => id, paged),
});
