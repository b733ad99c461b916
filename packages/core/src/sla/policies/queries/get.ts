import * as z from "zod";
import { defineQuery, idInput } from "../../../kernel/index.ts";
import type { PolicyRow } from "../../schema.ts";
import { listedPolicies } from "../listed.ts";
import { noPolicy } from "../requirePolicy.ts";
import { policyView } from "../view.ts";

/** Returns an SLA policy. It may be created at run time or defined in code. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "policies.get",
  summary: "Returns an SLA policy.",
  input: z.strictObject({ policyId: idInput }),
  output: policyView,
  access: { permission: "sla.read" },
  http: "GET /sla/policies/{policyId}",
  async run(read, { policyId }): Promise<PolicyRow> {
    const found = (await listedPolicies(read)).find(({ id }) => id === policyId);
    if (found !== undefined) return found;
    throw await noPolicy(read, policyId);
  },
});
