import * as z from "zod";
import { checkIdentity } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import { lineInput, listOf, type Transaction } from "../kernel/index.ts";
import type { Address, Channel } from "../ports/index.ts";
import { suppressionOf } from "../suppressions/index.ts";
import { type ChosenRecipients, mostRecipients } from "./addressees.ts";
import type { CasesDeps } from "./create.ts";
import { kindOfAddress } from "./inputs.ts";
import { ownAddresses } from "./ownAddresses.ts";
import type { CaseRow } from "./schema.ts";

/** Somebody to write to. */
export const recipientInput = z
  .strictObject({
    kind: kindOfAddress.default("email"),
    value: lineInput(320),
    name: lineInput(200).nullable().default(null),
  })
  .superRefine(checkIdentity);

/** Whom a message goes to, as its writer chooses. */
export const recipientInputs = {
  to: listOf(recipientInput, 20)
    .min(1)
    .optional()
    .describe("Who gets it instead of the requester. They take part in the case from then on."),
  cc: listOf(recipientInput, 20)
    .default([])
    .describe("Further people who get a copy. They take part in the case from then on."),
  bcc: listOf(recipientInput, 20)
    .default([])
    .describe("People who get a copy that nobody else learns of. They take no part in the case."),
  replyAll: z
    .boolean()
    .optional()
    .describe("Whether everybody else who takes part gets a copy. Default: unless `to` is given."),
};

/** Whether a channel's messages go to a list of addresses that their writer may choose. */
export function takesRecipients({ kind, capabilities }: Channel): boolean {
  return capabilities.recipients ?? kind === "email";
}

/** Whether a message goes to somebody else than usual. */
export function isChosen({ to, cc = [], bcc = [] }: ChosenRecipients): boolean {
  return to !== undefined || cc.length > 0 || bcc.length > 0;
}

/**
 * Refuses whom a message of this case can't be sent to: on a channel that knows no list of recipients, addresses of
 * other channels, the desk's own addresses, those that get no more messages, and more than {@link mostRecipients}.
 *
 * @throws SupportError INVALID_INPUT naming them
 */
export async function checkRecipients(
  tx: Transaction,
  deps: CasesDeps,
  { code, channelId }: CaseRow,
  chosen: ChosenRecipients,
): Promise<void> {
  if (!isChosen(chosen)) return;
  const channel = deps.channels.get(channelId);
  if (channel === undefined || !takesRecipients(channel))
    throw wrong(
      `${code} is answered over "${channelId}", where messages go to the customer alone. Leave out to, cc and bcc.`,
    );
  const all = [...(chosen.to ?? []), ...(chosen.cc ?? []), ...(chosen.bcc ?? [])];
  if (all.length > mostRecipients)
    throw wrong(`A message has at most ${mostRecipients} recipients, not ${all.length}.`);
  const kind = channel.kind === "email" ? "email" : channel.id;
  const isOwn = await ownAddresses(tx, deps.channels, all);
  for (const address of all) await checkRecipient(tx, kind, address, isOwn);
}

async function checkRecipient(
  tx: Transaction,
  kind: string,
  address: Address,
  isOwn: (address: Address) => boolean,
): Promise<void> {
  const { value } = address;
  if (address.kind !== kind)
    throw wrong(`The channel of this case reaches addresses of the kind "${kind}"; ${value} is another.`);
  if (isOwn(address))
    throw wrong(`${value} is an address of this desk, which would write to itself. Leave it out.`);
  const suppression = await suppressionOf(tx, address);
  if (suppression !== null)
    throw wrong(
      `${value} gets no more messages (${suppression.reason}). Leave it out, or let messages through with suppressions.remove.`,
      { suppressionId: suppression.id },
    );
}

function wrong(message: string, details: Readonly<Record<string, string>> = {}): SupportError {
  return new SupportError("INVALID_INPUT", message, { details });
}
