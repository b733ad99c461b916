import { normaliseIdentity } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address, Instant } from "../ports/index.ts";
import { type CaseRow, type MessageRow, type Moment, messages, type Participant } from "./schema.ts";

/** Maximum people in one case, including removed ones. */
export const mostParticipants = 50;

type People = Pick<CaseRow, "participants" | "participantIds">;

/** Who takes part or took part besides the requester. */
export function participantsOf({ participants, participantIds }: People): readonly Participant[] {
  // Cases of earlier versions only have ids: those people can see everything.
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

/** The columns of a case about its people. */
export function asColumns(people: readonly Participant[], requesterId: string): People {
  const present = people.flatMap(({ customerId, removed }) => (removed ? [] : [customerId]));
  const ids = present.filter((id) => id !== null && id !== requesterId);
  return { participants: [...people], participantIds: [...new Set(ids.filter((id) => id !== null))] };
}

/** Whether two addresses are the same. Variants such as `ann+shop@` are not: only the provider knows whose they are. */
export function isSameAddress(left: Address | null, right: Address | null): boolean {
  return left !== null && right !== null && addressKey(left) === addressKey(right);
}

/** The same for every spelling of an address. */
export function addressKey({ kind, value }: Pick<Address, "kind" | "value">): string {
  return `${kind} ${normaliseIdentity(kind, value)}`;
}

/** The current position in a case: later messages come after it, earlier ones before it. */
export function presentMoment(tx: Transaction, found: CaseRow | null): Moment {
  return { at: momentAfter(tx.now, found), id: tx.newId(messages.idPrefix) };
}

/** Now, or later than everything in the case: a process with a fast clock may have written last. */
export function momentAfter(now: Instant, found: CaseRow | null): Instant {
  const last = Math.max(found?.lastCustomerMessageAt ?? 0, found?.lastAgentMessageAt ?? 0);
  return last > now ? last + 1 : now;
}

/** Adds a participant, or activates one who has not written yet. An existing participant stays as is. */
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

/** Whether two entries are of one customer or, if one of them has not written yet, of one address. */
export function isSamePerson(
  left: Pick<Participant, "customerId" | "address">,
  right: Pick<Participant, "customerId" | "address">,
): boolean {
  if (left.customerId !== null && right.customerId !== null) return left.customerId === right.customerId;
  return isSameAddress(left.address, right.address);
}

/**
 * The participants of a case that messages were split into: whoever wrote or received one of them, with what they could
 * see before, but nobody who had been removed.
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
