import { normaliseIdentity } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address, Instant } from "../ports/index.ts";
import { type CaseRow, type MessageRow, type Moment, messages, type Participant } from "./schema.ts";

/** People of one case at the most, those who were removed included. */
export const mostParticipants = 50;

type People = Pick<CaseRow, "participants" | "participantIds">;

/** Who takes part or took part beside the requester. */
export function participantsOf({ participants, participantIds }: People): readonly Participant[] {
  // Cases of earlier versions have ids alone: those people were let in whole.
  return (
    participants ??
    participantIds.map((customerId) => ({
      customerId,
      address: null,
      role: "copied" as const,
      since: null,
      removed: false,
    }))
  );
}

/** The columns of a case for its people. */
export function asColumns(people: readonly Participant[], requesterId: string): People {
  const present = people.flatMap(({ customerId, removed }) => (removed ? [] : [customerId]));
  const ids = present.filter((id) => id !== null && id !== requesterId);
  return { participants: [...people], participantIds: [...new Set(ids.filter((id) => id !== null))] };
}

/** Whether two addresses are one. Variants such as `ann+shop@` are not: whose they are is the provider's to say. */
export function isSameAddress(left: Address | null, right: Address | null): boolean {
  return left !== null && right !== null && addressKey(left) === addressKey(right);
}

/** The same for every spelling of one address. */
export function addressKey({ kind, value }: Pick<Address, "kind" | "value">): string {
  return `${kind} ${normaliseIdentity(kind, value)}`;
}

/** The present place in a case: what is written from now on comes after it, what was said so far before it. */
export function presentMoment(tx: Transaction, found: CaseRow | null): Moment {
  return { at: momentAfter(tx.now, found), id: tx.newId(messages.idPrefix) };
}

/** Now, or later than all that was said in a case: a process whose clock is ahead may have written last. */
export function momentAfter(now: Instant, found: CaseRow | null): Instant {
  const last = Math.max(found?.lastCustomerMessageAt ?? 0, found?.lastAgentMessageAt ?? 0);
  return last > now ? last + 1 : now;
}

/** Adds somebody, or lets somebody in who is there without having written; who takes part already stays as they are. */
export function withPerson(
  people: readonly Participant[],
  person: Pick<Participant, "customerId" | "address" | "role"> & { readonly since: Moment | null },
): readonly Participant[] {
  const known = people.find((one) => isSamePerson(one, person));
  if (known === undefined)
    return people.length < mostParticipants || person.role === "requester"
      ? [...people, { ...person, removed: false }]
      : people;
  if (known.removed) return people.map((one) => (one === known ? { ...person, removed: false } : one));
  const role = known.role === "requester" ? known.role : person.role;
  const customerId = known.customerId ?? person.customerId;
  const address = person.address ?? known.address;
  return people.map((one) => (one === known ? { ...known, customerId, address, role } : one));
}

/** Tells of everybody whom the desk let in. */
export function announceArrivals(
  tx: Transaction,
  { id: caseId, customerId }: CaseRow,
  before: readonly Participant[],
  after: readonly Participant[],
): void {
  const present = before.filter(({ removed }) => !removed);
  const arrived = after.filter((one) => !one.removed && !present.some((known) => isSamePerson(known, one)));
  for (const one of arrived)
    tx.emit("case.participantAdded", { caseId, customerId }, { caseId, customerId: one.customerId });
}

/** Whether two entries are of one customer or, where one of them has not written yet, of one address. */
export function isSamePerson(
  left: Pick<Participant, "customerId" | "address">,
  right: Pick<Participant, "customerId" | "address">,
): boolean {
  if (left.customerId !== null && right.customerId !== null) return left.customerId === right.customerId;
  return isSameAddress(left.address, right.address);
}

/**
 * Who takes part in a case that messages were split out into: whoever wrote one of them or was written to, with what
 * they could see before, and none who had been removed.
 */
export function peopleOfSplit(
  from: CaseRow,
  moved: readonly MessageRow[],
  requesterId: string,
): readonly Participant[] {
  const wrote = (id: string | null) =>
    moved.some(({ direction, customerId }) => direction === "in" && customerId === id);
  const isNamed = (address: Address | null) =>
    moved.some(({ to, cc, from: sender }) =>
      [...to, ...cc, ...(sender === null ? [] : [sender])].some((one) => isSameAddress(one, address)),
    );
  const people = participantsOf(from);
  const requester: Participant = {
    customerId: from.customerId,
    address: null,
    role: "copied",
    since: null,
    removed: false,
  };
  const isListed = people.some(({ customerId }) => customerId === from.customerId);
  const others = isListed || requesterId === from.customerId ? people : [requester, ...people];
  return others.filter(
    ({ customerId, address, removed }) =>
      removed || customerId === requesterId || wrote(customerId) || isNamed(address),
  );
}
