import { findIdentity, identities, personIds, relyOnMerge } from "../customers/index.ts";
import { forbidden, type Transaction } from "../kernel/index.ts";
import type { Address, Filter } from "../ports/index.ts";
import { noCase } from "./lifecycle.ts";
import { isSameAddress, participantsOf } from "./participants.ts";
import type { CaseRow, MessageRow, Moment, Participant } from "./schema.ts";

/** How somebody takes part in a case. */
export interface Standing {
  /** The customers who are this person. */
  readonly ids: readonly string[];
  /** From where on the messages are theirs to see, beside those that they wrote; null: from the beginning. */
  readonly since: Moment | null;
}

/** Where a message says it comes from, for people who are known by their address alone. */
type Sender = Pick<Address, "kind" | "value" | "name"> | null;

/**
 * How a customer, or who was merged with it, takes part in a case; `removed` for somebody whom the desk took out, null for
 * a stranger. `sender`: the address of the mail that is being taken in. Without one, somebody who is in Cc and has not
 * written yet is known by verified identities only.
 */
export async function standingOf(
  tx: Pick<Transaction, "get" | "find">,
  found: CaseRow,
  customerId: string,
  sender: Sender = null,
): Promise<Standing | "removed" | null> {
  const people = participantsOf(found);
  const isWholeRequester = (id: string) =>
    id === found.customerId && !people.some((one) => one.customerId === id);
  if (isWholeRequester(customerId)) return { ids: [customerId], since: null };
  const ids = [...new Set([customerId, ...(await personIds(tx, customerId))])];
  if (ids.some(isWholeRequester)) return { ids, since: null };
  const own = people.filter((one) => one.customerId !== null && ids.includes(one.customerId));
  const named = people.filter((one) => one.customerId === null && isSameAddress(one.address, sender));
  const present = [...own, ...named].filter(({ removed }) => !removed);
  if (present.length > 0) return { ids, since: earliest(present) };
  if (own.length + named.length > 0) return "removed";
  const awaited = sender === null ? await awaitedByIdentity(tx, people, ids) : [];
  return awaited.length === 0 ? null : { ids, since: earliest(awaited) };
}

/** Those in Cc who have not written yet and are this person by an identity that it proved to hold. */
async function awaitedByIdentity(
  tx: Pick<Transaction, "find">,
  people: readonly Participant[],
  ids: readonly string[],
): Promise<readonly Participant[]> {
  const awaited = people.filter(({ customerId, removed }) => customerId === null && !removed);
  if (awaited.length === 0) return [];
  const known = await tx.find(identities, {
    where: {
      and: [
        { field: "customerId", in: ids },
        { field: "verified", is: true },
      ],
    },
    limit: 1_000,
  });
  return awaited.filter(({ address }) => known.some((one) => isSameAddress({ ...one, name: null }, address)));
}

function earliest(people: readonly Participant[]): Moment | null {
  const moments = people.map(({ since }) => since);
  return moments.reduce((left, right) => (left === null || right === null ? null : earlier(left, right)));
}

function earlier(left: Moment, right: Moment): Moment {
  if (left.at !== right.at) return left.at < right.at ? left : right;
  return left.id < right.id ? left : right;
}

/**
 * A bot writes to those who take part in a case and to nobody else: what it was talked into is not to leave the desk.
 * @throws SupportError FORBIDDEN
 */
export async function refuseStrangers(
  tx: Transaction,
  found: CaseRow,
  addresses: readonly Pick<Address, "kind" | "value">[],
): Promise<void> {
  const people = participantsOf(found).filter(({ removed }) => !removed);
  for (const { kind, value } of addresses) {
    if (people.some(({ address }) => isSameAddress(address, { kind, value, name: null }))) continue;
    const known = await findIdentity(tx, kind, value);
    if (known === null || !(await takesPart(tx, found, known.customerId)))
      throw forbidden(tx, "cases.reply with a copy to somebody who takes no part");
  }
}

/** Whether a customer, or who was merged with it, asked or was let into the conversation. */
export async function takesPart(
  tx: Pick<Transaction, "get" | "find">,
  found: CaseRow,
  customerId: string,
): Promise<boolean> {
  const standing = await standingOf(tx, found, customerId);
  return standing !== null && standing !== "removed";
}

/**
 * To customers who take no part in it, a case is not there: `given` is how they named it. Null for everybody else, whom
 * permissions let in.
 *
 * @throws SupportError NOT_FOUND
 */
export async function requireParticipant(
  tx: Pick<Transaction, "actor" | "get" | "find">,
  found: CaseRow,
  given: string,
): Promise<Standing | null> {
  const { actor } = tx;
  if (actor.kind !== "customer") return null;
  const standing = await standingOf(tx, found, actor.id);
  if (standing === null || standing === "removed") throw noCase(given);
  return standing;
}

/** The messages that somebody may see, as a filter; null where all are. Notes are not spoken of here. */
export function visibleTo({ since, ids }: Standing): Filter<MessageRow> | null {
  if (since === null) return null;
  return {
    or: [
      {
        and: [
          { field: "direction", is: "in" },
          { field: "customerId", in: ids },
        ],
      },
      { field: "at", above: since.at },
      {
        and: [
          { field: "at", is: since.at },
          { field: "id", atLeast: since.id },
        ],
      },
    ],
  };
}

/** The same for one message. */
export function isVisibleTo(
  { since, ids }: Standing,
  { customerId, direction, at, id }: MessageRow,
): boolean {
  if (since === null || (direction === "in" && ids.includes(customerId))) return true;
  return at > since.at || (at === since.at && id >= since.id);
}

/**
 * Has a commit that writes for somebody into a case of whom they are merged with fail if that merge is undone at the
 * same time: the message would stay with the wrong person.
 */
export async function relyOnPart(
  tx: Transaction,
  { customerId, participantIds }: CaseRow,
  id: string,
): Promise<void> {
  if (![customerId, ...participantIds].includes(id)) await relyOnMerge(tx, id);
}
