import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseInput, type Transaction, transact } from "../kernel/index.ts";
import type { Address, Instant } from "../ports/index.ts";
import { addressesOf, type CasesDeps } from "./create.ts";
import { type MergeInput, mergeInput } from "./inputs.ts";
import { link } from "./join.ts";
import { changeStatus, isEnded, refuseMerged, requireCase, survivingCase } from "./lifecycle.ts";
import { earliest, latest } from "./moments.ts";
import { asColumns, isSamePerson, participantsOf, presentMoment, withPerson } from "./participants.ts";
import { type Case, cases, type Moment, type Participant } from "./schema.ts";

/** What a merge lets somebody see. */
export interface MergeDisclosure {
  /** Null for somebody in Cc who has not written yet. */
  readonly customerId: string | null;
  /** Where their copies go; null where that is the address that they last wrote from. */
  readonly address: Address | null;
  /** The case in which they took part. */
  readonly caseId: string;
  /** `copied`: was let in by somebody else. */
  readonly role: Participant["role"];
  /**
   * From when on they see what is said in the case that goes on; null: from its beginning. Those of the other case see
   * what is said from the merge on, and nobody sees what was said in the other one before.
   */
  readonly seesFrom: Instant | null;
}

/** The case that goes on, and who sees what in it now. */
export interface MergedCase extends Case {
  readonly disclosures: readonly MergeDisclosure[];
}

/**
 * Ends a case in favour of another: later replies to it go there, who took part in it takes part there from now on, and
 * who waits in it waits there, which reopens a solved one. Both requesters stay addressees.
 *
 * @throws SupportError MERGE_CYCLE when they are one already; INVALID_TRANSITION when the other one is closed.
 */
export async function mergeCases(context: Context, deps: CasesDeps, input: MergeInput): Promise<MergedCase> {
  const values = parseInput(mergeInput, input, "cases.merge");
  await authorize(context, "cases.write");
  return transact(context, async (tx) => {
    const { from, into, people, disclosures } = await planMerge(tx, deps, values);
    const ended = changeStatus(tx, deps.settings, from, "closed", "customer");
    tx.update(cases, ended, { mergedIntoId: into.id });
    const reopened =
      isEnded(into.category) && from.waitingSince !== null
        ? changeStatus(tx, deps.settings, into, "open", "customer")
        : into;
    // Written in any case, so that of two merges at once that would close a circle, one meets a conflict.
    const merged = tx.update(cases, reopened, {
      ...asColumns(people, into.customerId),
      waitingSince: earliest(into.waitingSince, from.waitingSince),
      lastCustomerMessageAt: latest(into.lastCustomerMessageAt, from.lastCustomerMessageAt),
    });
    await link(tx, { fromId: from.id, toId: into.id, kind: "duplicate", reason: null });
    tx.emit(
      "case.merged",
      { caseId: from.id, customerId: from.customerId },
      { caseId: from.id, intoId: into.id },
    );
    return { ...merged, disclosures };
  });
}

/** What a merge would let whom see; changes nothing. @throws as {@link mergeCases} */
export async function previewMerge(
  context: Context,
  deps: CasesDeps,
  input: MergeInput,
): Promise<readonly MergeDisclosure[]> {
  const values = parseInput(mergeInput, input, "cases.previewMerge");
  await authorize(context, "cases.write");
  return transact(context, async (tx) => (await planMerge(tx, deps, values)).disclosures);
}

interface MergePlan {
  readonly from: Case;
  readonly into: Case;
  readonly people: readonly Participant[];
  readonly disclosures: readonly MergeDisclosure[];
}

async function planMerge(
  tx: Transaction,
  deps: CasesDeps,
  { fromId, intoId }: MergeInput,
): Promise<MergePlan> {
  const from = await requireCase(tx, fromId);
  refuseMerged(from);
  const into = await survivingCase(tx, await requireCase(tx, intoId));
  if (from.id === into.id) {
    throw new SupportError(
      "MERGE_CYCLE",
      `${from.code} can't be merged into itself; ${intoId} leads back to it.`,
    );
  }
  if (into.category === "closed") throw intoClosed(from, into);
  const channel = deps.channels.get(from.channelId);
  const [address = null] = channel === undefined ? [] : await addressesOf(tx, from, channel);
  const people = mergedPeople(from, into, address, presentMoment(tx, into));
  return { from, into, people, disclosures: disclosuresOf(from, into, people) };
}

/** The people of both cases. Who was removed stays out, but for the requester of the case that ends. */
function mergedPeople(
  from: Case,
  into: Case,
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

function disclosuresOf(from: Case, into: Case, people: readonly Participant[]): readonly MergeDisclosure[] {
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

function intoClosed(from: Case, into: Case): SupportError {
  return new SupportError(
    "INVALID_TRANSITION",
    `${into.code} is closed and takes nothing in. Merge it into ${from.code} instead, or open a follow-up of it with cases.followUp and merge into that.`,
    { details: { caseId: into.id } },
  );
}
