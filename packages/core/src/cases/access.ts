import { findIdentity, identities, personIds, relyOnMerge } from "../customers/index.ts";
import { findAll, forbidden, type Transaction } from "../kernel/index.ts";
import type { Address, Filter } from "../ports/index.ts";
import { noCase } from "./lifecycle.ts";
import { isSameAddress, participantsOf } from "./participants.ts";
import type { CaseRow, MessageRow, Moment, Participant } from "./schema.ts";

/** How somebody takes part in a case. */
export interface Standing {
  /** All customers that are this person. */
  readonly ids: readonly string[];
  /** From where on they see messages, besides those that they wrote; null: from the beginning. */
  readonly since: Moment | null;
}

/** The sender's address, for people who are only known by their address. */
type Sender = Pick<Address, "kind" | "value" | "name"> | null;

/**
 * How a customer, or anybody merged with it, takes part in a case; `removed` if the desk removed them, null for a
 * stranger. `sender`: the address of the mail being received. Without one, a Cc recipient who has not written yet is
 * recognised by verified identities only.
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

/** Cc recipients who have not written yet and are this person by a verified identity. */
async function awaitedByIdentity(
  tx: Pick<Transaction, "find">,
  people: readonly Participant[],
  ids: readonly string[],
): Promise<readonly Participant[]> {
  const awaited = people.filter(({ customerId, removed }) => customerId === null && !removed);
  if (awaited.length === 0) return [];
  const known = await findAll(tx, identities, {
    and: [
      { field: "customerId", in: ids },
      { field: "verified", is: true },
    ],
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
 * A bot only writes to participants of the case, so that prompt injection can't make it leak data.
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
      throw forbidden(tx, "cases.reply with a copy to somebody who is not a participant");
  }
}

/** Whether a customer, or anybody merged with it, opened or was added to the conversation. */
export async function takesPart(
  tx: Pick<Transaction, "get" | "find">,
  found: CaseRow,
  customerId: string,
): Promise<boolean> {
  const standing = await standingOf(tx, found, customerId);
  return standing !== null && standing !== "removed";
}

/**
 * Customers who don't take part in a case get NOT_FOUND: `given` is how they named it. Null for everybody else, whose
 * access depends on permissions.
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

/** The messages that somebody may see, as a filter; null for all. Notes are not considered here. */
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
 * Makes a commit that writes on behalf of a merged person fail if that merge is undone at the same time: the message
 * would stay with the wrong person.
 */
export async function relyOnPart(
  tx: Transaction,
  { customerId, participantIds }: CaseRow,
  id: string,
): Promise<void> {
  if (![customerId, ...participantIds].includes(id)) await relyOnMerge(tx, id);
}
