import { stateKey, type Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { changeArchived } from "./archiving.ts";
import { type CustomerMergeRow, type CustomerRow, customerMerges, customers } from "./schema.ts";

/** Stages the merge of one survivor into another. Unless both are archived, the person isn't. */
export function joinPersons(tx: Transaction, from: CustomerRow, into: CustomerRow): CustomerMergeRow {
  tx.update(customers, from, { mergedIntoId: into.id });
  // Written too, so that of two simultaneous merges that would form a cycle, one conflicts.
  const root = tx.update(customers, into, {});
  if (from.archivedAt === null) changeArchived(tx, root, null);
  const merge = tx.insert(customerMerges, { fromId: from.id, intoId: into.id });
  const data = { mergeId: merge.id, fromId: from.id, intoId: into.id };
  tx.emit("customer.merged", { customerId: into.id }, data);
  return merge;
}

/** Two persons that were merged. */
export interface Parting {
  /** When they were merged. */
  readonly since: Instant;
  /** Customer ids of each. */
  readonly sides: readonly [readonly string[], readonly string[]];
}

/** The part of cases in undoing a merge: gives each side back what it wrote among the other's. */
export interface GivingBack {
  giveBack(tx: Transaction, parting: Parting): Promise<void>;
}

/** Cases are a room above: they say what to do through their state. */
export const givingBack = stateKey<GivingBack>("cases");
