import type { Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type CustomerMergeRow, type CustomerRow, customerMerges, customers } from "./schema.ts";

/** Stages the merge of one survivor into another. */
export function joinPersons(tx: Transaction, from: CustomerRow, into: CustomerRow): CustomerMergeRow {
  tx.update(customers, from, { mergedIntoId: into.id });
  // Written too, so that of two simultaneous merges that would form a cycle, one conflicts.
  tx.update(customers, into, {});
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

/** Another room's part in undoing a merge: returns to each side what it wrote among the other's. */
export type GiveBack = (tx: Transaction, parting: Parting) => Promise<void>;
