import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseId, parseInput, type Transaction, transact } from "../kernel/index.ts";
import { requireCustomer, survivor } from "./identify.ts";
import { type MergeCustomersInput, mergeCustomersInput } from "./inputs.ts";
import { type Customer, type CustomerMerge, customerMerges, customers } from "./schema.ts";

/**
 * Makes two customers one: everything of `from` is shown with `into`, and what `from` writes later goes there.
 * Nothing is moved, so that {@link undoMerge} restores both as they were.
 *
 * @throws SupportError MERGE_REFUSED for two customers whom the host knows under different ids, unless told so.
 * @throws SupportError MERGE_CYCLE when they are one already.
 */
export async function mergeCustomers(context: Context, input: MergeCustomersInput): Promise<CustomerMerge> {
  await authorize(context, "customers.write");
  const { fromId, intoId, acceptDifferentHostIds } = parseInput(
    mergeCustomersInput,
    input,
    "customers.merge",
  );
  return transact(context, async (tx) => {
    const from = await survivor(tx, await requireCustomer(tx, fromId));
    const into = await survivor(tx, await requireCustomer(tx, intoId));
    if (from.id === into.id) {
      throw new SupportError("MERGE_CYCLE", `The customers ${fromId} and ${intoId} are one already.`);
    }
    const groups = await Promise.all([mergedGroup(tx, from), mergedGroup(tx, into)]);
    const hostIds = new Set(groups.flat().flatMap(({ hostId }) => (hostId === null ? [] : [hostId])));
    if (!acceptDifferentHostIds && hostIds.size > 1) {
      throw new SupportError(
        "MERGE_REFUSED",
        `The host knows ${from.id} and ${into.id} under different ids. Pass acceptDifferentHostIds: true if they are one person all the same.`,
      );
    }
    tx.update(customers, from, { mergedIntoId: into.id });
    // Written too, so that of two merges at once that would close a circle, one meets a conflict.
    tx.update(customers, into, {});
    const merge = tx.insert(customerMerges, { fromId: from.id, intoId: into.id });
    tx.emit(
      "customer.merged",
      { customerId: into.id },
      { mergeId: merge.id, fromId: from.id, intoId: into.id },
    );
    return merge;
  });
}

/** Makes two customers of one again, as before the merge. @throws SupportError NOT_FOUND, INVALID_TRANSITION */
export async function undoMerge(context: Context, mergeId: string): Promise<CustomerMerge> {
  await authorize(context, "customers.write");
  parseId(mergeId, "customers.undoMerge");
  return transact(context, async (tx) => {
    const merge = await tx.get(customerMerges, mergeId);
    if (merge === null) throw new SupportError("NOT_FOUND", `There is no merge ${mergeId}.`);
    if (merge.undoneAt !== null)
      throw new SupportError("INVALID_TRANSITION", `Merge ${mergeId} is undone already.`);
    tx.update(customers, await requireCustomer(tx, merge.fromId), { mergedIntoId: null });
    const { fromId, intoId } = merge;
    tx.emit("customer.unmerged", { customerId: fromId }, { mergeId, fromId, intoId });
    return tx.update(customerMerges, merge, { undoneAt: tx.now });
  });
}

/** A customer and all who were merged into it, directly or by way of others. */
export async function mergedGroup(
  tx: Pick<Transaction, "find">,
  root: Customer,
): Promise<readonly Customer[]> {
  const group: Customer[] = [root];
  for (let at = 0; at < group.length; at++) {
    const member = group[at];
    if (member === undefined) break;
    group.push(
      ...(await tx.find(customers, { where: { field: "mergedIntoId", is: member.id }, limit: 1_000 })),
    );
  }
  return group;
}

/** The ids of all customers who are one person with this one, itself included; none where there is no such customer. */
export async function personIds(
  tx: Pick<Transaction, "get" | "find">,
  customerId: string,
): Promise<readonly string[]> {
  const customer = await tx.get(customers, customerId);
  if (customer === null) return [];
  return (await mergedGroup(tx, await survivor(tx, customer))).map(({ id }) => id);
}
