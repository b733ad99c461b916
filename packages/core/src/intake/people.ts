import { agents } from "../agents/index.ts";
import {
  addressKey,
  asColumns,
  type Case,
  type CasesDeps,
  isSameAddress,
  type Moment,
  mostParticipants,
  type Participant,
  participantsOf,
  withPerson,
} from "../cases/index.ts";
import { identities, normaliseIdentity } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address, InboundMessage } from "../ports/index.ts";
import type { Sender } from "./threading.ts";

/** The people of a case as far as they are kept with it. */
type People = Pick<Case, "participants" | "participantIds">;

/** A message whose sender and readers are to take part. `since`: where in the case it stands. */
export interface Arrival {
  readonly message: InboundMessage;
  readonly sender: Sender;
  readonly since: Moment;
  /** Whether the sender takes part already, as themselves or as somebody who is one person with them. */
  readonly isPresent: boolean;
  /** Whether those in To and Cc take part too: only who takes part brings others in. */
  readonly bringsOthers: boolean;
}

/**
 * The people of a case after a message; null where they stay as they are. The sender takes part, and so do those whom a
 * participant put in To or Cc, but for the desk's own addresses and its agents. Who is left out of a later Cc stays in:
 * a plain "Reply" drops everybody, and means nothing by it.
 */
export async function peopleAfter(
  tx: Transaction,
  deps: CasesDeps,
  found: People & Pick<Case, "customerId">,
  { message, sender, since, isPresent, bringsOthers }: Arrival,
): Promise<People | null> {
  const before = participantsOf(found);
  const { customerId, address } = sender;
  const isListed = before.some(
    (one) =>
      one.customerId === customerId || (one.customerId === null && isSameAddress(one.address, address)),
  );
  const joined =
    isPresent && !isListed ? before : withPerson(before, { customerId, address, role: "copied", since });
  const named = bringsOthers ? readersOf(deps, message, sender, joined) : [];
  const others = named.length === 0 ? [] : await strangersTo(tx, found, joined, named);
  const after = others.reduce<readonly Participant[]>(
    (people, other) => withPerson(people, { customerId: null, address: other, role: "copied", since }),
    joined,
  );
  return after.length === before.length && after.every((one, at) => isUnchanged(one, before[at]))
    ? null
    : asColumns(after, found.customerId);
}

function isUnchanged(after: Participant, before: Participant | undefined): boolean {
  return after === before || JSON.stringify(after) === JSON.stringify(before);
}

/** Addresses in To and Cc of people who are new to the case, each once. */
function readersOf(
  { channels }: CasesDeps,
  { to, cc }: InboundMessage,
  sender: Sender,
  people: readonly Participant[],
): readonly Address[] {
  const isOwn = (address: Address) =>
    [...channels.values()].some((channel) => channel.isOwn?.(address) === true);
  const isKnown = (address: Address) => people.some((one) => isSameAddress(one.address, address));
  const byKey = new Map(
    [...to, ...cc]
      .slice(0, 2 * mostParticipants)
      .filter((address) => address.kind === sender.address.kind && !isSameAddress(address, sender.address))
      .filter((address) => !isKnown(address) && !isOwn(address))
      .map((address) => [addressKey(address), address] as const),
  );
  return [...byKey.values()];
}

/** Those of the addresses that are neither an agent's nor of somebody who takes part by another address. */
async function strangersTo(
  tx: Transaction,
  { customerId }: Pick<Case, "customerId">,
  people: readonly Participant[],
  addresses: readonly Address[],
): Promise<readonly Address[]> {
  const values = addresses.map(({ kind, value }) => normaliseIdentity(kind, value));
  const [ours, known] = await Promise.all([
    tx.find(agents, { where: { field: "email", in: values }, limit: values.length }),
    tx.find(identities, { where: { field: "value", in: values }, limit: 200 }),
  ]);
  const present = [customerId, ...people.map((one) => one.customerId)];
  return addresses.filter(({ kind, value }) => {
    const normal = normaliseIdentity(kind, value);
    const owner = known.find((one) => one.kind === kind && one.value === normal);
    const isAgent = kind === "email" && ours.some(({ email }) => email === normal);
    return !isAgent && (owner === undefined || !present.includes(owner.customerId));
  });
}
