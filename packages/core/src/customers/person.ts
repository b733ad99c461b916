import { SupportError } from "../errors/index.ts";
import { findAll, type Read, type Transaction } from "../kernel/index.ts";
import { type CustomerRow, customers, identities } from "./schema.ts";

/** The customer that others were merged into: the one to show and to write to. */
export async function survivor(tx: Pick<Transaction, "get">, customer: CustomerRow): Promise<CustomerRow> {
  let current = customer;
  while (current.mergedIntoId !== null) {
    const next: CustomerRow | null = await tx.get(customers, current.mergedIntoId);
    if (next === null) break;
    current = next;
  }
  return current;
}

/** @throws SupportError NOT_FOUND */
export async function requireCustomer(
  tx: Pick<Transaction, "get">,
  customerId: string,
): Promise<CustomerRow> {
  const customer = await tx.get(customers, customerId);
  if (customer !== null) return customer;
  throw new SupportError("NOT_FOUND", `There is no customer ${customerId}.`, { details: { customerId } });
}

/** A customer and everybody merged into it, directly or indirectly. */
export async function mergedGroup(
  tx: Pick<Transaction, "find">,
  root: CustomerRow,
): Promise<readonly CustomerRow[]> {
  const group: CustomerRow[] = [root];
  for (let at = 0; at < group.length; at++) {
    const member = group[at];
    if (member === undefined) break;
    group.push(...(await findAll(tx, customers, { field: "mergedIntoId", is: member.id })));
  }
  return group;
}

/** All customers of a person, the survivor first. */
export async function personOf(
  tx: Pick<Transaction, "get" | "find">,
  customer: CustomerRow,
): Promise<readonly [CustomerRow, ...CustomerRow[]]> {
  const root = await survivor(tx, customer);
  const [, ...merged] = await mergedGroup(tx, root);
  return [root, ...merged];
}

/** The ids of all customers of a person, this one included; empty if there is no such customer. */
export async function personIds(
  tx: Pick<Transaction, "get" | "find">,
  customerId: string,
): Promise<readonly string[]> {
  const customer = await tx.get(customers, customerId);
  return customer === null ? [] : (await personOf(tx, customer)).map(({ id }) => id);
}

/** A customer completed with what only the merged customers know. Nothing is written, so that merges can be undone. */
export function asOne(root: CustomerRow, group: readonly CustomerRow[]): CustomerRow {
  const first = <Field extends "hostId" | "companyId" | "locale" | "timeZone">(field: Field) =>
    root[field] ?? group.find((member) => member[field] !== null)?.[field] ?? null;
  const { name = null, nameFrom = null } = group.find((member) => member.name !== null) ?? {};
  return {
    ...root,
    name,
    nameFrom,
    hostId: first("hostId"),
    companyId: first("companyId"),
    locale: first("locale"),
    timeZone: first("timeZone"),
    fields: Object.assign({}, ...[...group].reverse().map(({ fields }) => fields)),
  };
}

/** What a case copies from the customer it is opened for. */
export type Requester = Pick<CustomerRow, "id" | "companyId" | "locale">;

/**
 * A customer as the requester of a new case: with the person's company and language, but its own id, so that undoing a
 * merge leaves the case with the customer it was opened for.
 */
export async function asRequester(tx: Pick<Transaction, "get">, customer: CustomerRow): Promise<Requester> {
  const root = await survivor(tx, customer);
  return {
    id: customer.id,
    companyId: root.companyId ?? customer.companyId,
    locale: root.locale ?? customer.locale,
  };
}

/** The profile to address a customer with: that of the survivor. Null if there is no such customer. */
export async function profileOf(
  tx: Pick<Transaction, "get">,
  customerId: string,
): Promise<CustomerRow | null> {
  const customer = await tx.get(customers, customerId);
  return customer === null ? null : survivor(tx, customer);
}

/**
 * Makes the commit fail if the person is merged, or a merge is undone, at the same time. For decisions that depend on
 * two customers being merged.
 */
export async function relyOnMerge(tx: Transaction, customerId: string): Promise<void> {
  tx.update(customers, await survivor(tx, await requireCustomer(tx, customerId)), {});
}

/**
 * Whether a customer is the transaction's actor, or merged with them. A visitor is whoever holds the visitor's token,
 * unless the person now includes an account of the host: the token proves nothing about that.
 */
export async function isPerson(read: Read, customerId: string): Promise<boolean> {
  const { actor } = read;
  if (actor.kind === "customer") return (await personIds(read, customerId)).includes(actor.id);
  if (actor.kind !== "anonymous") return false;
  const held = await read.findOne(identities, {
    and: [
      { field: "kind", is: "visitor" },
      { field: "value", is: actor.id },
    ],
  });
  if (held === null) return false;
  const customer = await read.get(customers, customerId);
  const person = customer === null ? [] : await personOf(read, customer);
  return person.some(({ id }) => id === held.customerId) && person.every(({ hostId }) => hostId === null);
}
