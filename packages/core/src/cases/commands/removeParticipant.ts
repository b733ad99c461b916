import * as z from "zod";
import { personIds } from "../../customers/index.ts";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, idInput, lineInput, namedInput, reference } from "../../kernel/index.ts";
import { kindOfAddress } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { asColumns, isSameAddress, participantsOf } from "../participants.ts";
import { type CaseRow, cases, type Participant } from "../schema.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({
  caseId: reference("case"),
  participant: z
    .union([
      z.strictObject({ customerId: idInput }),
      z.strictObject({ kind: kindOfAddress, value: lineInput().min(1) }),
    ])
    .describe("A customer, or a Cc address that has not written yet."),
});

export interface RemoveParticipantInput extends z.input<typeof input> {}

/**
 * Removes a participant from a case. From then on the case does not exist for them: they see nothing of it, get no
 * copies, and their next mail opens a new case, whatever it cites and whoever has them in Cc. Only an agent can add
 * them again, by putting them in cc.
 *
 * @throws SupportError NOT_FOUND if they are not a participant; INVALID_INPUT for the requester.
 */
export const removeParticipant = defineCommand({
  name: "cases.removeParticipant",
  summary: "Removes a participant from a case.",
  input: namedInput<RemoveParticipantInput>()(input),
  output: caseView,
  access: { permission: "cases.write" },
  http: "POST /cases/{caseId}/remove-participant",
  async run(tx, { caseId, participant }): Promise<CaseRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const ids = "customerId" in participant ? await personIds(tx, participant.customerId) : [];
    if (ids.includes(found.customerId)) throw isRequester(found);
    const isMeant = ({ customerId, address, removed }: Participant) =>
      !removed &&
      ("customerId" in participant
        ? customerId !== null && ids.includes(customerId)
        : isSameAddress(address, { ...participant, name: null }));
    const people = participantsOf(found);
    const meant = people.filter(isMeant);
    if (meant.length === 0) throw takesNoPart(found);
    for (const { customerId } of meant)
      tx.emit("case.participantRemoved", { caseId, customerId }, { caseId, customerId });
    const after = people.map((one) => (meant.includes(one) ? { ...one, removed: true } : one));
    return tx.update(cases, found, asColumns(after, found.customerId));
  },
});

function isRequester({ code }: CaseRow): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `The requester of ${code} can't be removed. Split their messages out, or mark the case as spam.`,
  );
}

function takesNoPart({ code }: CaseRow): SupportError {
  return new SupportError("NOT_FOUND", `There is no such participant in ${code}.`);
}
