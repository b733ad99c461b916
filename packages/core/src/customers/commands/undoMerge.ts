import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, reference } from "../../kernel/index.ts";
import { givingBack } from "../merge.ts";
import { mergedGroup, requireCustomer, survivor } from "../person.ts";
import {
  type CustomerMergeRow,
  type CustomerRow,
  customerMerges,
  customerMergeView,
  customers,
} from "../schema.ts";

/**
 * Separates two merged customers. What arrived since the merge stays with the customer whose identity it came by;
 * messages that one wrote in a case of the other move to a new case. Both are archived if the person is.
 *
 * @throws SupportError NOT_FOUND; INVALID_TRANSITION if it is already undone
 */
export const undoMerge = defineCommand({
  name: "customers.undoMerge",
  summary: "Separates two merged customers.",
  input: z.strictObject({ mergeId: reference("merge") }),
  output: customerMergeView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /customer-merges/{mergeId}/undo",
  async run(tx, { mergeId }): Promise<CustomerMergeRow> {
    const merge = await tx.get(customerMerges, mergeId);
    if (merge === null)
      throw new SupportError("NOT_FOUND", `There is no merge ${mergeId}.`, { details: { mergeId } });
    if (merge.undoneAt !== null)
      throw new SupportError("INVALID_TRANSITION", `The merge ${mergeId} is already undone.`);
    const from = await requireCustomer(tx, merge.fromId);
    const root = await survivor(tx, from);
    // Write the survivor too, so that everything decided while both were merged is decided again.
    tx.update(customers, root, {});
    const { archivedAt } = root;
    const parted = tx.update(customers, from, { mergedIntoId: null, archivedAt });
    const groups = await Promise.all([mergedGroup(tx, parted), mergedGroup(tx, root)]);
    const sides = [idsOf(groups[0]), idsOf(groups[1])] as const;
    await tx.use(givingBack).giveBack(tx, { since: merge.createdAt, sides });
    const { fromId, intoId } = merge;
    tx.emit("customer.unmerged", { customerId: fromId }, { mergeId, fromId, intoId });
    return tx.update(customerMerges, merge, { undoneAt: tx.now });
  },
});

const idsOf = (group: readonly CustomerRow[]) => group.map(({ id }) => id);
