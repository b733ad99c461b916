import { agents } from "../agents/index.ts";
import { type Attachment, type CaseRow, cases, type MessageRow, messages } from "../cases/index.ts";
import { isSupportError, SupportError } from "../errors/index.ts";
import { textToHtml, withRemotePictures } from "../html/index.ts";
import {
  blobsOf,
  type Context,
  type JobHandler,
  type RoomJobRun,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import type { Address, Channel, OutboundAttachment, OutboundMessage, Receipt } from "../ports/index.ts";
import { brandSender } from "./brandSender.ts";
import { movesTo } from "./deliveryStates.ts";
import { recordServed, servedRecipients } from "./handovers.ts";
import { refusalOfAll } from "./recipients.ts";
import { receipts } from "./schema.ts";
import { isSuppressed } from "./suppress.ts";

export interface DeliveryDeps {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Time limit of one attempt. */
  readonly maxRunMs: number;
}

/** Limits on stored responses of providers: characters, and refused recipients. */
const mostOfAnswer = 2_000;
const mostRefusals = 200;

/** As much of a provider's response as a person reads. */
export function brief(answer: string): string {
  return answer.length > mostOfAnswer ? `${answer.slice(0, mostOfAnswer - 1)}…` : answer;
}

/** Maximum earlier messages that a reply refers to. */
const referencesKept = 30;

/** Sends one queued message. The provider's response and the end of the job are one commit. */
export function sendJob(deps: DeliveryDeps): JobHandler<"delivery.send", RoomJobRun<"delivery.send">> {
  return {
    maxRunMs: deps.maxRunMs,
    async run({ job, data: { messageId }, context, signal, complete }) {
      try {
        const prepared = await transact(context, (tx) => prepare(tx, deps, context, messageId));
        if (prepared === null) return;
        const { deliver, outbound, served } = prepared;
        const receipt = await deliver(outbound, {
          idempotencyKey: messageId,
          signal,
          served,
          onServed: (recipient) => transact(context, (tx) => recordServed(tx, messageId, recipient)),
        });
        await complete((tx) => recordSent(tx, messageId, receipt, job.attempt));
      } catch (error) {
        // An ordinary outcome: the agent sees it on the message, and there is nothing for an operator to fix.
        if (!isSupportError(error) || error.code !== "DELIVERY_REFUSED") throw error;
        await complete((tx) => markFailed(tx, messageId, error.message));
      }
    },
    onDead: (tx, { messageId }, error) => markFailed(tx, messageId, error.message),
  };
}

async function markFailed(tx: Transaction, messageId: string, detail: string): Promise<void> {
  const message = await tx.get(messages, messageId);
  if (message === null || !(await isUnsent(tx, message))) return;
  if (movesTo(message, "failed")) recordFailed(tx, message, "failed", detail);
  // A replayed job: the earlier failure was recorded, the new one was not.
  else tx.update(messages, message, { deliveryDetail: brief(detail), ...untold });
}

interface Prepared {
  readonly deliver: NonNullable<Channel["deliver"]>;
  readonly outbound: OutboundMessage;
  readonly served: readonly string[];
}

async function prepare(
  tx: Transaction,
  deps: DeliveryDeps,
  context: Context,
  messageId: string,
): Promise<Prepared | null> {
  const message = await tx.get(messages, messageId);
  const found = message === null ? null : await tx.get(cases, message.caseId);
  // Erased, or sent by an attempt that could not record it in time.
  if (message === null || found === null || !(await isUnsent(tx, message))) return null;
  const channel = deps.channels.get(message.channelId);
  if (channel?.deliver === undefined) throw noChannel(message);
  if (message.to.length === 0)
    throw refused(
      `${found.code}: the customer has no deliverable address on the channel "${message.channelId}". Verify one with customers.verifyIdentity.`,
    );
  for (const recipient of message.to) {
    if (await isSuppressed(tx, recipient))
      throw refused(`${found.code}: the customer's address is suppressed.`);
  }
  const outbound = await compose(tx, context, channel, found, message);
  const served = await servedRecipients(tx, messageId);
  return { deliver: channel.deliver.bind(channel), outbound, served };
}

/** Whether a message still has to be handed over: it is queued, or its job was given up and replayed. */
async function isUnsent(tx: Transaction, { id, deliveryState }: MessageRow): Promise<boolean> {
  if (deliveryState !== "failed") return deliveryState === "queued";
  return (await tx.get(receipts, id)) === null;
}

async function compose(
  tx: Transaction,
  context: Context,
  channel: Channel,
  found: CaseRow,
  message: MessageRow,
): Promise<OutboundMessage> {
  const earlier = await tx.find(messages, {
    where: {
      and: [
        { field: "caseId", is: found.id },
        { field: "externalId", isNot: null },
      ],
    },
    orderBy: [{ field: "at", direction: "descending" }],
    limit: referencesKept,
  });
  const author =
    message.authorKind === "agent" && message.authorId !== null
      ? await tx.get(agents, message.authorId)
      : null;
  const { brandName, from } = await brandSender(tx, channel, found, earlier);
  return {
    tenantId: tx.tenantId,
    messageId: message.id,
    caseId: found.id,
    trackingCode: found.code,
    to: message.to,
    cc: await unsuppressed(tx, message.cc),
    authorName: author?.name ?? null,
    brandName,
    from,
    subject: message.subject ?? found.subject,
    text: message.text,
    html: message.html === null ? textToHtml(message.text) : withRemotePictures(message.html),
    signature: channel.capabilities.signatures === true ? outboundSignature(message) : null,
    attachments: message.attachments.map((attachment) => outboundAttachment(context, attachment)),
    automatic: message.automatic !== null,
    references: earlier
      .flatMap(({ externalId, direction }) =>
        externalId === null || direction === "note" ? [] : [externalId],
      )
      .reverse(),
  };
}

function outboundSignature({ signature }: MessageRow): OutboundMessage["signature"] {
  if (signature === null) return null;
  const { text, html } = signature;
  return { text, html: html === null ? textToHtml(text) : withRemotePictures(html) };
}

async function unsuppressed(tx: Transaction, addresses: readonly Address[]): Promise<readonly Address[]> {
  const blocked = await Promise.all(addresses.map((address) => isSuppressed(tx, address)));
  return addresses.filter((_, at) => !blocked[at]);
}

function outboundAttachment(
  context: Context,
  { name, mediaType, contentId, source }: Attachment,
): OutboundAttachment {
  return {
    name,
    mediaType,
    contentId,
    async open() {
      const bytes = source.from === "blob" ? await blobsOf(context).open(source.key) : null;
      if (bytes === null) throw refused(`The content of the attachment "${name}" is missing.`);
      return bytes;
    },
  };
}

/**
 * Records the provider's response. If only copies were accepted, the message did not reach the customer and has failed.
 */
async function recordSent(
  tx: Transaction,
  messageId: string,
  receipt: Receipt,
  attempt: number,
): Promise<void> {
  const message = await tx.get(messages, messageId);
  if (message === null || (await tx.get(receipts, messageId)) !== null) return;
  const { caseId, channelId, customerId } = message;
  const { externalId, detail } = receipt;
  tx.insert(receipts, {
    id: messageId,
    caseId,
    channelId,
    externalId,
    attempt,
    refused: receipt.refused
      .slice(0, mostRefusals)
      .map(({ recipient, reason }) => ({ recipient: brief(recipient), reason: brief(reason) })),
    detail: detail === null ? null : brief(detail),
  });
  const refusal = refusalOfAll(message, receipt);
  if (refusal !== null && movesTo(message, "failed")) {
    // The provider knows it by this id: copies may bounce or be answered.
    recordFailed(tx, tx.update(messages, message, { externalId }), "failed", refusal);
    return;
  }
  // A report may have arrived before the provider's response.
  const isNews = movesTo(message, "sent");
  tx.update(messages, message, {
    externalId,
    ...(isNews
      ? { deliveryState: "sent", deliveryDetail: detail === null ? null : brief(detail), ...untold }
      : {}),
  });
  tx.emit("message.sent", { caseId, customerId }, { caseId, messageId, channelId });
}

/** Why a message failed or is late, as stored. */
export type WhyFailed = Pick<MessageRow, "deliveryReason" | "deliveryCause">;

/** Unknown, or no longer true. */
export const untold: WhyFailed = { deliveryReason: null, deliveryCause: null };

/** Marks a message that did not reach the customer. */
export function recordFailed(
  tx: Transaction,
  message: MessageRow,
  state: "failed" | "bounced",
  detail: string | null,
  why: WhyFailed = untold,
): void {
  const { caseId, customerId, channelId, id: messageId } = message;
  const { deliveryReason: reason, deliveryCause: cause } = why;
  tx.update(messages, message, {
    deliveryState: state,
    deliveryDetail: detail === null ? null : brief(detail),
    ...why,
  });
  tx.emit("message.failed", { caseId, customerId }, { caseId, messageId, channelId, state, reason, cause });
}

function noChannel({ channelId }: MessageRow): SupportError {
  return new SupportError(
    "UNKNOWN_CHANNEL",
    `There is no channel "${channelId}" that can deliver. Add it, then replay the job.`,
  );
}

function refused(message: string): SupportError {
  return new SupportError("DELIVERY_REFUSED", message);
}
