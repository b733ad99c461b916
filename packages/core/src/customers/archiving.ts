import { defineReaction, type Reaction, type Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { survivor } from "./person.ts";
import { type CustomerRow, customers } from "./schema.ts";

/** Archives a survivor, or with null brings it back; nothing if it already is as wanted. */
export function changeArchived(
  tx: Transaction,
  person: CustomerRow,
  archivedAt: Instant | null,
): CustomerRow {
  if ((person.archivedAt === null) === (archivedAt === null)) return person;
  const { id: customerId } = person;
  tx.emit("customer.updated", { customerId }, { customerId, fields: ["archivedAt"] });
  return tx.update(customers, person, { archivedAt });
}

/**
 * An archived person who writes, or gets a new case, is back: nobody who waits for an answer is hidden. Mere notices, such
 * as out-of-office replies and old mail being imported, change nothing.
 */
export const returning: Reaction = defineReaction({
  on: ["case.opened", "case.customerMessage"],
  phase: "decide",
  async run({ customerId, data: { counts } }, tx) {
    if (!counts || customerId === null) return;
    const customer = await tx.get(customers, customerId);
    if (customer !== null) changeArchived(tx, await survivor(tx, customer), null);
  },
});
