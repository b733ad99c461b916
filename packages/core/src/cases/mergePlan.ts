import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { addressesOf, type CasesDeps } from "./create.ts";
import { refuseMerged, requireCase, survivingCase } from "./lifecycle.ts";
import { isSamePerson, participantsOf, withPerson } from "./participants.ts";
import type { CaseRow, Moment, Participant } from "./schema.ts";
import type { MergeDisclosure } from "./views.ts";

/** The result of a merge of two cases. */
export interface MergePlan {
  readonly from: CaseRow;
  readonly into: CaseRow;
  readonly people: readonly Participant[];
  readonly disclosures: readonly MergeDisclosure[];
}

/**
 * Plans the merge of a case into another. `sinceOf`: from where on newly added participants see messages.
 *
 * @throws SupportError MERGE_CYCLE if they are already merged; INVALID_TRANSITION if the other case is closed
 */
export async function planMerge(
  tx: Pick<Transaction, "get" | "find">,
  { channels }: CasesDeps,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
  sinceOf: (into: CaseRow) => Moment,
): Promise<MergePlan> {
  const from = await requireCase(tx, fromId);
  refuseMerged(from);
  const into = await survivingCase(tx, await requireCase(tx, intoId));
  if (from.id === into.id) {
    throw new SupportError(
      "MERGE_CYCLE",
      `${from.code} can't be merged into itself: ${intoId} was merged into it.`,
    );
  }
  if (into.category === "closed") throw intoClosed(from, into);
  const channel = channels.get(from.channelId);
  const [address = null] = channel === undefined ? [] : await addressesOf(tx, from, channel);
  const people = mergedPeople(from, into, address, sinceOf(into));
  return { from, into, people, disclosures: disclosuresOf(from, into, people) };
}

/** The people of both cases. Removed participants stay out, except for the requester of the merged case. */
function mergedPeople(
  from: CaseRow,
  into: CaseRow,
  address: Address | null,
  since: Moment,
): readonly Participant[] {
  const isListed = participantsOf(from).some(({ customerId }) => customerId === from.customerId);
  const requester = {
    customerId: from.customerId,
    address,
    role: "requester",
    since,
    removed: false,
  } as const;
  const arriving = [...(isListed ? [] : [requester]), ...participantsOf(from)].filter(
    ({ customerId }) => customerId !== into.customerId,
  );
  let people = participantsOf(into);
  for (const { removed, ...person } of arriving) {
    const known = people.find((one) => isSamePerson(one, person));
    if (removed && known === undefined) people = people.concat({ ...person, removed });
    const staysOut = removed || (known?.removed === true && person.role === "copied");
    if (!staysOut) people = withPerson(people, { ...person, since });
  }
  return people;
}

function disclosuresOf(
  from: CaseRow,
  into: CaseRow,
  people: readonly Participant[],
): readonly MergeDisclosure[] {
  const before = participantsOf(into).filter(({ removed }) => !removed);
  const told = ({ customerId, address, role, since }: Omit<Participant, "removed">): MergeDisclosure => {
    const wasThere = before.some((one) => isSamePerson(one, { customerId, address }));
    return { customerId, address, role, caseId: wasThere ? into.id : from.id, seesFrom: since?.at ?? null };
  };
  const own = people.find(({ customerId }) => customerId === into.customerId);
  const requester: MergeDisclosure = {
    customerId: into.customerId,
    address: own?.address ?? null,
    role: "requester",
    caseId: into.id,
    seesFrom: own?.since?.at ?? null,
  };
  return [requester, ...people.filter((one) => one !== own && !one.removed).map(told)];
}

function intoClosed(from: CaseRow, into: CaseRow): SupportError {
  return new SupportError(
    "INVALID_TRANSITION",
    `${into.code} is closed, so nothing can be merged into it. Merge it into ${from.code} instead, or open a follow-up with cases.followUp and merge into that.`,
    { details: { caseId: into.id } },
  );
}
