import { findIdentity, personIds, profileOf } from "../customers/index.ts";
import { findAll, type Transaction } from "../kernel/index.ts";
import type { Address, Channel } from "../ports/index.ts";
import { writtenByCustomer } from "./automatic.ts";
import { addressesOf, type CasesDeps } from "./create.ts";
import { ownAddresses } from "./ownAddresses.ts";
import { addressKey, participantsOf } from "./participants.ts";
import { type CaseRow, cases, type MessageRow, messages, type Participant } from "./schema.ts";

/** The recipients of a message, copies included. */
export interface Addressees {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** They get a copy, and no other recipient sees their address. */
  readonly bcc: readonly Address[];
}

/** The recipients that the writer of a message chose. Whatever is left out is as usual. */
export interface ChosenRecipients {
  /** Instead of the requester. */
  readonly to?: readonly Address[] | undefined;
  /** In addition to the participants. */
  readonly cc?: readonly Address[] | undefined;
  readonly bcc?: readonly Address[] | undefined;
  /** Whether all other participants get a copy. Default: true unless `to` is given. */
  readonly replyAll?: boolean | undefined;
}

/** Maximum recipients of one message. */
export const mostRecipients = 50;

/**
 * The recipients of a reply: those that were chosen, or the requester who wrote last, with copies to all other
 * participants and anybody the writer adds. Nobody gets it twice, whatever the spelling or second address, and the
 * desk's own addresses don't get it at all.
 */
export async function addresseesOf(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  { to, cc = [], bcc = [], replyAll = to === undefined }: ChosenRecipients,
): Promise<Addressees> {
  const channel = deps.channels.get(found.channelId);
  if (channel === undefined) return { to: to ?? [], cc, bcc };
  const people = participantsOf(found).filter(({ removed }) => !removed);
  const first = to ?? (await askedLast(tx, found, people, channel));
  const others = replyAll ? await copied(tx, found, people, channel) : [];
  const copies = [...cc, ...bcc, ...others];
  const isOwn = await ownAddresses(tx, deps.channels, copies);
  const all = await onePerPerson(tx, [...first, ...copies.filter((one) => !isOwn(one))]);
  const rest = all.filter((one) => !first.includes(one)).slice(0, Math.max(0, mostRecipients - first.length));
  return {
    to: all.filter((one) => first.includes(one)),
    cc: rest.filter((one) => !bcc.includes(one)),
    bcc: rest.filter((one) => bcc.includes(one)),
  };
}

/** All recipients of a message, hidden ones included. */
export function recipientsOf({ to, cc, bcc }: Pick<MessageRow, "to" | "cc" | "bcc">): readonly Address[] {
  return [...to, ...cc, ...(bcc ?? [])];
}

/** The requester's address; after a merge, that of the requester who wrote last. */
async function askedLast(
  tx: Transaction,
  found: CaseRow,
  people: readonly Participant[],
  channel: Channel,
): Promise<readonly Address[]> {
  const others = people.filter(({ role, customerId }) => role === "requester" && customerId !== null);
  const isOther = (id: string) => others.find(({ customerId }) => customerId === id);
  const last = others.length === 0 ? null : await lastAsker(tx, found, others);
  const other = last === null ? undefined : isOther(last);
  return other === undefined ? addressesOf(tx, found, channel) : addressOf(tx, found, other, channel);
}

/** Which of the requesters of a case, and of those merged into it, wrote last. */
async function lastAsker(
  tx: Transaction,
  found: CaseRow,
  others: readonly Participant[],
): Promise<string | null> {
  const merged = [found.id];
  for (const id of merged)
    merged.push(...(await findAll(tx, cases, { field: "mergedIntoId", is: id })).map((one) => one.id));
  const askers = new Map<string, string>();
  for (const asker of [found.customerId, ...others.flatMap(({ customerId }) => customerId ?? [])])
    for (const id of [asker, ...(await personIds(tx, asker))]) if (!askers.has(id)) askers.set(id, asker);
  const [last] = await tx.find(messages, {
    where: {
      and: [
        { field: "caseId", in: merged },
        { field: "customerId", in: [...askers.keys()] },
        writtenByCustomer,
      ],
    },
    orderBy: [
      { field: "at", direction: "descending" },
      { field: "id", direction: "descending" },
    ],
    limit: 1,
  });
  return last === undefined ? null : (askers.get(last.customerId) ?? null);
}

/** Where each participant gets copies, the requester included; duplicates of To are removed later. */
async function copied(
  tx: Transaction,
  found: CaseRow,
  people: readonly Participant[],
  channel: Channel,
): Promise<readonly Address[]> {
  const isJoint = people.some(({ role }) => role === "requester");
  const requester = isJoint ? await addressesOf(tx, found, channel) : [];
  const others = await Promise.all(people.map((one) => addressOf(tx, found, one, channel)));
  return [...requester, ...others.flat()];
}

async function addressOf(
  tx: Transaction,
  { id }: CaseRow,
  { customerId, address }: Participant,
  channel: Channel,
): Promise<readonly Address[]> {
  const kind = channel.kind === "email" ? "email" : channel.id;
  if (address?.kind === kind) return [address];
  return customerId === null ? [] : addressesOf(tx, { id, customerId }, channel);
}

/** The first address of each person: different spellings, and two addresses of one customer, count as one. */
async function onePerPerson(tx: Transaction, addresses: readonly Address[]): Promise<readonly Address[]> {
  const byKey = new Map<string, Address>();
  for (const address of addresses)
    if (!byKey.has(addressKey(address))) byKey.set(addressKey(address), address);
  if (byKey.size < 2) return [...byKey.values()];
  const byPerson = new Map<string, Address>();
  for (const [key, address] of byKey) {
    const person = (await ownerOf(tx, address)) ?? key;
    if (!byPerson.has(person)) byPerson.set(person, address);
  }
  return [...byPerson.values()];
}

async function ownerOf(tx: Transaction, { kind, value }: Address): Promise<string | null> {
  const identity = await findIdentity(tx, kind, value);
  return identity === null ? null : ((await profileOf(tx, identity.customerId))?.id ?? null);
}
