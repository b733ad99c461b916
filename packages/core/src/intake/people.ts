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

/** The people of a case, as stored with it. */
type People = Pick<CaseRow, "participants" | "participantIds">;

/** A message whose sender and recipients become participants. `since`: its position in the case; null: at the start. */
export interface Arrival {
  readonly message: InboundMessage;
  readonly sender: Sender;
  readonly since: Moment | null;
  /** Whether the sender already takes part, directly or as a merged customer. */
  readonly isPresent: boolean;
  /** Whether To and Cc recipients become participants too: only participants can add others. */
  readonly bringsOthers: boolean;
}

/**
 * The people of a case after a message; null if unchanged. The sender takes part, and so do those that a participant
 * put in To or Cc, except for the desk's own addresses, its agents, and the list or form that it came by: a list would
 * send every reply to all its members. Participants missing from a later Cc stay: a plain "Reply" drops everybody
 * unintentionally.
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
