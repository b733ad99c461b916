import {
  asColumns,
  type CaseRow,
  type CasesDeps,
  isSameAddress,
  type Moment,
  type Participant,
  participantsOf,
  withNamed,
  withPerson,
} from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { InboundMessage } from "../ports/index.ts";
import type { Sender } from "./threading.ts";

/** The people of a case as far as they are kept with it. */
type People = Pick<CaseRow, "participants" | "participantIds">;

/** A message whose sender and readers are to take part. `since`: where in the case it stands; null: at its beginning. */
export interface Arrival {
  readonly message: InboundMessage;
  readonly sender: Sender;
  readonly since: Moment | null;
  /** Whether the sender takes part already, as themselves or as somebody who is one person with them. */
  readonly isPresent: boolean;
  /** Whether those in To and Cc take part too: only who takes part brings others in. */
  readonly bringsOthers: boolean;
}

/**
 * The people of a case after a message; null where they stay as they are. The sender takes part, and so do those whom a
 * participant put in To or Cc, but for the desk's own addresses, its agents, and the list or form that it came by: a list
 * would send every answer to all its members. Who is left out of a later Cc stays in: a plain "Reply" drops everybody,
 * and means nothing by it.
 */
export async function peopleAfter(
  tx: Transaction,
  deps: CasesDeps,
  found: People & Pick<CaseRow, "customerId">,
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
  const named = [...message.to, ...message.cc].filter(
    (one) =>
      one.kind === address.kind &&
      !isSameAddress(one, address) &&
      !isSameAddress(one, message.via?.address ?? null),
  );
  const after = bringsOthers ? await withNamed(tx, deps, found, { people: joined, named, since }) : joined;
  return after.length === before.length && after.every((one, at) => isUnchanged(one, before[at]))
    ? null
    : asColumns(after, found.customerId);
}

function isUnchanged(after: Participant, before: Participant | undefined): boolean {
  return after === before || JSON.stringify(after) === JSON.stringify(before);
}
