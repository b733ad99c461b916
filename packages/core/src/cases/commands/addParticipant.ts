import * as z from "zod";
import { requireCustomer } from "../../customers/index.ts";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, idInput, namedInput, reference, type Transaction } from "../../kernel/index.ts";
import { withNamed } from "../inviting.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import {
  announceArrivals,
  asColumns,
  mostParticipants,
  participantsOf,
  presentMoment,
  withPerson,
} from "../participants.ts";
import { checkRecipients, recipientInput } from "../recipients.ts";
import { type CaseRow, cases, type Moment, type Participant } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({
  caseId: reference("case"),
  participant: z
    .union([z.strictObject({ customerId: idInput }), recipientInput])
    .describe("A customer, or an address that need not have written yet."),
  sees: z
    .enum(["from-now", "everything"])
    .default("from-now")
    .describe("What of the conversation is theirs to see, beside what they write themselves."),
});

export interface AddParticipantInput extends z.input<typeof input> {}

/**
 * Lets somebody in to a case: they get copies of replies, and what they write joins it. Whom the desk took out comes
 * back; who takes part already stays as they are.
 *
 * @throws SupportError NOT_FOUND; INVALID_INPUT for an address that can't take part, or when the case is full
 */
export const addParticipant = defineCommand({
  name: "cases.addParticipant",
  summary: "Lets somebody in to a case.",
  input: namedInput<AddParticipantInput>()(input),
  output: caseView,
  access: { permission: "cases.write", cases: "named" },
  http: "POST /cases/{caseId}/add-participant",
  async run(tx, { caseId, participant, sees }): Promise<CaseRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const since = sees === "everything" ? null : presentMoment(tx, found);
    const people = participantsOf(found);
    const after =
      "customerId" in participant
        ? await withCustomer(tx, found, participant.customerId, since)
        : await withAddress(tx, found, participant, since);
    if (after === people || after.every((one, at) => one === people[at])) return found;
    announceArrivals(tx, found, people, after);
    return tx.update(cases, found, asColumns(after, found.customerId));
  },
});

async function withCustomer(
  tx: Transaction,
  found: CaseRow,
  customerId: string,
  since: Moment | null,
): Promise<readonly Participant[]> {
  const people = participantsOf(found);
  const { id } = await requireCustomer(tx, customerId);
  const isPresent = (one: Participant) => one.customerId === id && !one.removed;
  if (id === found.customerId || people.some(isPresent)) return people;
  const after = withPerson(people, { customerId: id, address: null, role: "copied", since });
  return after === people ? refuseFull(found) : after;
}

async function withAddress(
  tx: Transaction,
  found: CaseRow,
  address: z.output<typeof recipientInput>,
  since: Moment | null,
): Promise<readonly Participant[]> {
  const state = tx.use(casesState);
  await checkRecipients(tx, state, found, { cc: [address] });
  const people = participantsOf(found);
  const after = await withNamed(tx, state, found, { people, named: [address], since, readmits: true });
  return after === people && people.length >= mostParticipants ? refuseFull(found) : after;
}

function refuseFull({ code }: CaseRow): never {
  throw new SupportError(
    "INVALID_INPUT",
    `${code} has ${mostParticipants} participants already, and takes no more.`,
  );
}
