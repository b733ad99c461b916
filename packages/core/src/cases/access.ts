import { findIdentity, personIds, relyOnMerge } from "../customers/index.ts";
import {
  authorize,
  type Context,
  forbidden,
  type Permission,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import type { Case } from "./schema.ts";

/** Customers may do some things with their own cases; everyone else needs the permission. */
export async function authorizeOwn(
  context: Context,
  permission: Permission,
  customerId: string,
): Promise<void> {
  const { actor } = context;
  if (actor.kind === "customer" && actor.id === customerId) return;
  await authorize(context, permission);
}

/** @throws SupportError FORBIDDEN unless a customer asks about a case it takes part in. */
export async function requireParticipant(
  context: Context,
  found: Case,
  permission: Permission,
): Promise<void> {
  const { actor } = context;
  if (actor.kind !== "customer") return;
  if (await transact(context, (tx) => takesPart(tx, found, actor.id))) return;
  throw forbidden(context, permission);
}

/**
 * A bot writes to those who take part in a case and to nobody else: what it was talked into is not to leave the desk.
 * @throws SupportError FORBIDDEN
 */
export async function refuseStrangers(
  context: Context,
  tx: Transaction,
  found: Case,
  addresses: readonly Pick<Address, "kind" | "value">[],
): Promise<void> {
  for (const { kind, value } of addresses) {
    const known = await findIdentity(tx, kind, value);
    if (known === null || !(await takesPart(tx, found, known.customerId)))
      throw forbidden(context, "cases.reply with a copy to somebody who takes no part");
  }
}

/** Whether a customer, or who was merged with it, asked or was let into the conversation. */
export async function takesPart(
  tx: Pick<Transaction, "get" | "find">,
  { customerId, participantIds }: Case,
  id: string,
): Promise<boolean> {
  const inCase = [customerId, ...participantIds];
  if (inCase.includes(id)) return true;
  return (await personIds(tx, id)).some((one) => inCase.includes(one));
}

/**
 * Has a commit that writes for somebody into a case of whom they are merged with fail if that merge is undone at the
 * same time: the message would stay with the wrong person.
 */
export async function relyOnPart(
  tx: Transaction,
  { customerId, participantIds }: Case,
  id: string,
): Promise<void> {
  if (![customerId, ...participantIds].includes(id)) await relyOnMerge(tx, id);
}
