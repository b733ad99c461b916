import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseId, parseInput, type Transaction, transact } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type MergeCustomersInput, mergeCustomersInput } from "./inputs.ts";
import { mergedGroup, requireCustomer, survivor } from "./person.ts";
import { type Customer, type CustomerMerge, customerMerges, customers } from "./schema.ts";

/**
 * Makes two customers one: everything of `from` is shown with `into`, what `from` writes later included. Nothing is
 * moved: cases and messages stay with the customer whose identity they came by, so that {@link undoMerge} gives each
 * customer its own back.
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
    return joinPersons(tx, from, into);
  });
}

/** Stages that one survivor is merged into another. */
export function joinPersons(tx: Transaction, from: Customer, into: Customer): CustomerMerge {
  tx.update(customers, from, { mergedIntoId: into.id });
  // Written too, so that of two merges at once that would close a circle, one meets a conflict.
  tx.update(customers, into, {});
  const merge = tx.insert(customerMerges, { fromId: from.id, intoId: into.id });
  const data = { mergeId: merge.id, fromId: from.id, intoId: into.id };
  tx.emit("customer.merged", { customerId: into.id }, data);
  return merge;
}

/** Two persons that were one. */
export interface Parting {
  /** When they were merged. */
  readonly since: Instant;
  /** Ids of the customers of each. */
  readonly sides: readonly [readonly string[], readonly string[]];
}

/**
 * Another room's part in undoing a merge: gives each side back what it wrote among the other's. Called for a command,
 * it returns what each attempt of its commit does.
 */
export type GiveBack = (context: Context) => (tx: Transaction, parting: Parting) => Promise<void>;

/**
 * Makes two customers of one again. What came in meanwhile stays with the customer whose identity it came by; where
 * one of them wrote in a case of the other, the messages move to a case of their own.
 *
 * @throws SupportError NOT_FOUND; INVALID_TRANSITION when it was undone already
 */
export async function undoMerge(
  context: Context,
  mergeId: string,
  giveBack: readonly GiveBack[],
): Promise<CustomerMerge> {
  await authorize(context, "customers.write");
  parseId(mergeId, "customers.undoMerge");
  const givers = giveBack.map((give) => give(context));
  return transact(context, async (tx) => {
    const merge = await tx.get(customerMerges, mergeId);
    if (merge === null) throw new SupportError("NOT_FOUND", `There is no merge ${mergeId}.`);
    if (merge.undoneAt !== null)
      throw new SupportError("INVALID_TRANSITION", `Merge ${mergeId} is undone already.`);
    const from = await requireCustomer(tx, merge.fromId);
    const root = await survivor(tx, from);
    // The survivor is written too: whatever was decided while both were one is decided again.
    tx.update(customers, root, {});
    const parted = tx.update(customers, from, { mergedIntoId: null });
    const groups = await Promise.all([mergedGroup(tx, parted), mergedGroup(tx, root)]);
    const [fromIds, intoIds] = [idsOf(groups[0]), idsOf(groups[1])];
    for (const give of givers) await give(tx, { since: merge.createdAt, sides: [fromIds, intoIds] });
    const { fromId, intoId } = merge;
    tx.emit("customer.unmerged", { customerId: fromId }, { mergeId, fromId, intoId });
    return tx.update(customerMerges, merge, { undoneAt: tx.now });
  });
}

const idsOf = (group: readonly Customer[]) => group.map(({ id }) => id);
