import * as z from "zod";
import {
  authorize,
  bounds,
  type Context,
  namedValues,
  parseInput,
  type Room,
  transact,
} from "../kernel/index.ts";
import { updateCase } from "./change.ts";
import { caseCodeFormats } from "./codeFormat.ts";
import { addCustomerMessage, note, reply } from "./converse.ts";
import {
  type CaseFacts,
  caseCounts,
  caseDerivation,
  caseUpkeep,
  countCases,
  createUpkeep,
  foldJobs,
  recount,
} from "./counts/index.ts";
import type { CasesDeps } from "./create.ts";
import { decline } from "./decline.ts";
import {
  assignInput,
  type CustomerMessageInput,
  type DeclineInput,
  type FollowUpInput,
  handOffInput,
  type LinkInput,
  type MergeInput,
  markSpamInput,
  type NoteInput,
  type OpenInput,
  type RemoveParticipantInput,
  type ReplyInput,
  type SplitInput,
  type UpdateInput,
} from "./inputs.ts";
import { closing } from "./jobs.ts";
import { followUp, linkCases, splitCase } from "./join.ts";
import { releasing } from "./leavers.ts";
import { refuseMerged, requireCase } from "./lifecycle.ts";
import { mergeCases, previewMerge } from "./merge.ts";
import { openCase } from "./open.ts";
import {
  type CaseListQuery,
  type CaseSearchQuery,
  getCase,
  listCases,
  listLinks,
  listMessages,
  type MessagesQuery,
  searchCases,
} from "./queries.ts";
import { removeParticipant } from "./removeParticipant.ts";
import { type Case, caseLinks, cases, messages } from "./schema.ts";
import { turnDerivation } from "./turns.ts";

const anyText = z.string().max(bounds.text);

/** `facts`: what other rooms keep on cases. */
export function casesRoom(deps: CasesDeps, facts: readonly CaseFacts[] = []) {
  const { reactions, jobs } = closing(deps.settings);
  const upkeep = createUpkeep(facts);
  const room: Room = {
    tables: [cases, messages, caseLinks, caseCounts, caseUpkeep, caseCodeFormats],
    reactions: [...reactions, ...releasing.reactions],
    derivations: [turnDerivation(), caseDerivation()],
    jobs: { ...jobs, ...releasing.jobs, ...foldJobs, ...upkeep.jobs },
  };

  const bind = (context: Context) => ({
    open: (input: OpenInput) => openCase(context, deps, input),
    reply: (input: ReplyInput) => reply(context, deps, input),
    note: (input: NoteInput) => note(context, deps, input),
    addCustomerMessage: (input: CustomerMessageInput) => addCustomerMessage(context, deps, input),
    update: (input: UpdateInput) => updateCase(context, deps, input),
    decline: (input: DeclineInput) => decline(context, deps, input),
    merge: (input: MergeInput) => mergeCases(context, deps, input),
    /** Who would see what after a merge; changes nothing. @throws as `merge` */
    previewMerge: (input: MergeInput) => previewMerge(context, deps, input),
    /** Takes somebody out of a case: they neither see it nor write into it any more. @throws SupportError NOT_FOUND */
    removeParticipant: (input: RemoveParticipantInput) => removeParticipant(context, input),
    split: (input: SplitInput) => splitCase(context, deps, input),
    followUp: (input: FollowUpInput) => followUp(context, deps, input),
    link: (input: LinkInput) => linkCases(context, input),

    /** Gives a case to an agent, a team, both, or nobody (null). */
    assign: async (
      caseId: string,
      to: { readonly assigneeId?: string | null; readonly teamId?: string | null },
    ) =>
      updateCase(
        context,
        deps,
        parseInput(assignInput, { ...parseInput(namedValues, to, "cases.assign"), caseId }, "cases.assign"),
      ),
    /** Ends a case as answered. */
    solve: (caseId: string) => updateCase(context, deps, { caseId, status: "solved" }),
    /** Hands a case from a bot to people, or back. The human's clock starts at the hand-off. */
    handOff: (caseId: string, to: "bot" | "human") => handOff(context, caseId, to),
    /** Spam has no clocks and gets no automatic answers. */
    markSpam: (caseId: string, spam = true) => markSpam(context, caseId, spam),

    /** A case by id or tracking code. @throws SupportError NOT_FOUND */
    get: (caseIdOrCode: string) => getCase(context, caseIdOrCode),
    list: (query: CaseListQuery = {}) => listCases(context, query, deps.settings, upkeep.isSettled),
    /** Numbers for badges, exact as of the last commit, in a time that does not grow with the number of cases. */
    counts: () => countCases(context, upkeep.isSettled),
    /**
     * Has a worker look at every case again and mend its counts and its places in the queues: after rows were changed
     * by hand, or after desks of an older version ran beside newer ones. Resolves when that is asked for.
     */
    recount: () => recount(context),
    messages: (query: MessagesQuery) => listMessages(context, query),
    links: (caseId: string) => listLinks(context, caseId),
    search: (query: CaseSearchQuery) => searchCases(context, query),
    /** The tracking codes in a text, in canonical form. */
    findCodes: (text: string) => deps.settings.codes.find(parseInput(anyText, text, "cases.findCodes")),
  });

  return { ...room, bind };
}

async function handOff(context: Context, id: string, handler: "bot" | "human"): Promise<Case> {
  const { caseId, to } = parseInput(handOffInput, { caseId: id, to: handler }, "cases.handOff");
  await authorize(context, "cases.write");
  return transact(context, async (tx) => {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (found.handler === to) return found;
    tx.emit("case.handedOff", { caseId, customerId: found.customerId }, { caseId, to });
    return tx.update(cases, found, { handler: to });
  });
}

async function markSpam(context: Context, id: string, isSpam: boolean): Promise<Case> {
  const { caseId, spam } = parseInput(markSpamInput, { caseId: id, spam: isSpam }, "cases.markSpam");
  await authorize(context, "cases.write");
  return transact(context, async (tx) => {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (found.spam === spam) return found;
    tx.emit("case.markedSpam", { caseId, customerId: found.customerId }, { caseId, spam });
    return tx.update(cases, found, { spam });
  });
}

type PlainFacade = ReturnType<ReturnType<typeof casesRoom>["bind"]>;
type WithFields<T, Fields> = Omit<T, "fields"> & { readonly fields?: Partial<Fields> };
/** Cases that came in by a channel have no fields until somebody fills them in. */
type Typed<Fields> = Omit<Case, "fields"> & { readonly fields: Readonly<Partial<Fields>> };

/** Commands and queries about cases, with the host's own fields typed by its schema. */
export type CasesFacade<Fields = Record<string, unknown>> = Omit<
  PlainFacade,
  "open" | "update" | "get" | "list"
> & {
  /**
   * Opens a case. What the customer, the host or the desk opens begins with the customer's message; what an agent or
   * a bot opens begins with a message to the customer.
   */
  open(input: WithFields<OpenInput, Fields>): Promise<Typed<Fields>>;
  /** Changes what a case says of itself. @throws ConflictError when `expectedVersion` is not the case's any more. */
  update(input: WithFields<UpdateInput, Fields>): Promise<Typed<Fields>>;
  /** A case by id or tracking code. @throws SupportError NOT_FOUND */
  get(caseIdOrCode: string): Promise<Typed<Fields>>;
  list(query?: CaseListQuery): Promise<{
    readonly rows: readonly Typed<Fields>[];
    readonly next: Awaited<ReturnType<PlainFacade["list"]>>["next"];
  }>;
};
