import * as z from "zod";
import { defineCommand, idInput, listOf, nothing } from "../../../kernel/index.ts";
import { noteEdit } from "../../edit.ts";
import { slaPolicies } from "../../schema.ts";
import { mostStored, storedPolicies } from "../../stored.ts";
import { requireStoredPolicy } from "../requirePolicy.ts";

/**
 * Sets the order of the SLA policies that were created at run time. Policies that are not listed come after the others,
 * in their current order.
 * @throws SupportError NOT_FOUND; INVALID_INPUT for one defined in code
 */
export const reorder = defineCommand({
  name: "policies.reorder",
  summary: "Sets the order of the SLA policies that were created at run time.",
  input: z.strictObject({ policyIds: listOf(idInput, mostStored).min(1) }),
  output: nothing,
  access: { permission: "sla.write" },
  http: "POST /sla/policies/reorder",
  async run(tx, { policyIds }): Promise<void> {
    for (const id of policyIds) await requireStoredPolicy(tx, id);
    const ranks = new Map(policyIds.map((id, at) => [id, at]));
    const rank = (id: string) => ranks.get(id) ?? policyIds.length;
    const rows = await storedPolicies(tx);
    const ordered = rows.toSorted((left, right) => rank(left.id) - rank(right.id));
    for (const [position, row] of ordered.entries()) {
      if (row.position !== position) tx.update(slaPolicies, row, { position });
    }
    await noteEdit(tx);
  },
});
