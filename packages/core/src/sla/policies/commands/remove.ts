import * as z from "zod";
import { defineCommand, idInput, nothing } from "../../../kernel/index.ts";
import { noteEdit } from "../../edit.ts";
import { slaPolicies } from "../../schema.ts";
import { requireStoredPolicy } from "../requirePolicy.ts";

/**
 * Removes an SLA policy that was created at run time. A policy with its id in code takes effect again. @throws
 * SupportError NOT_FOUND
 */
export const remove = defineCommand({
  name: "policies.remove",
  summary: "Removes an SLA policy that was created at run time.",
  input: z.strictObject({ policyId: idInput }),
  output: nothing,
  access: { permission: "sla.write" },
  http: "DELETE /sla/policies/{policyId}",
  async run(tx, { policyId }): Promise<void> {
    tx.delete(slaPolicies, await requireStoredPolicy(tx, policyId));
    await noteEdit(tx);
  },
});
