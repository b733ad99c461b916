import {
  type Channel,
  createSupport,
  isSupportError,
  type OutboundMessage,
  type RawInbound,
  type SupportError,
} from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect } from "../checks/checks.ts";
import { fakeClock } from "../fakeClock.ts";
import type { ChannelProvider, ChannelSuiteOptions, InboundProvider, SampleMessage } from "./options.ts";

/** How long the connector waits for a provider that answers, even on a busy machine. */
const longPatienceMs = 5_000;
/** How long it waits for one that never does. */
export const shortPatienceMs = 250;

export const now = Date.parse("2026-01-05T09:00:00Z");

/** Runs a check with a provider of its own. */
export async function withProvider(
  suite: ChannelSuiteOptions,
  body: (provider: ChannelProvider) => Promise<void>,
  patienceMs = longPatienceMs,
): Promise<void> {
  const provider = await suite.open({ patienceMs });
  try {
    await body(provider);
  } finally {
    await provider.channel.stop?.();
    await provider.close();
  }
}

export function inboundOf({ inbound }: ChannelProvider): InboundProvider {
  if (inbound === undefined) throw new Error("A channel that receives needs a provider with `inbound`.");
  return inbound;
}

/** A customer's message, with the changes of a check. */
export function sample(changes: Partial<SampleMessage> = {}): SampleMessage {
  return {
    externalId: "sample-1@provider.example",
    sender: 1,
    text: "Where is my order? Größe \u{1F600}",
    answers: null,
    sentAt: now - 60_000,
    ...changes,
  };
}

let messages = 0;

/** A reply from the desk, with a unique id. */
export function outbound({ recipient }: ChannelProvider): OutboundMessage {
  const id = String(++messages).padStart(26, "0");
  return {
    tenantId: "default",
    messageId: `msg_${id}`,
    caseId: `cas_${id}`,
    trackingCode: "Case-1",
    to: [recipient],
    cc: [],
    authorName: "Grace",
    brandName: null,
    from: null,
    subject: "Your order",
    text: `It is on its way. Größe \u{1F600} kumquat`,
    html: null,
    signature: null,
    attachments: [],
    automatic: false,
    references: [],
  };
}

/** Delivers a message under its id, as the core does. */
export async function deliver(
  { deliver: hand }: Channel,
  message: OutboundMessage,
  signal: AbortSignal = new AbortController().signal,
) {
  if (hand === undefined) throw new Error("The channel says that it delivers, and has no `deliver`.");
  return soon(hand(message, { idempotencyKey: message.messageId, signal }));
}

/** Fails if the promise takes longer than a connector may. */
export async function soon<Result>(promise: Promise<Result>, withinMs = longPatienceMs): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${withinMs} ms.`)), withinMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Expects a rejection with a SupportError; returns it. */
export async function rejection(promise: Promise<unknown>): Promise<SupportError> {
  const error: unknown = await promise.then(
    (value) => expect.fail(`It should have been refused, but resolved with ${JSON.stringify(value)}.`),
    (reason: unknown) => reason,
  );
  if (!isSupportError(error)) throw error;
  return error;
}

/** A desk with this channel, in memory. */
export function deskWith(channel: Channel) {
  return createSupport({
    storage: memoryStorage(),
    channels: [channel],
    clock: fakeClock(now),
    report: () => undefined,
    templates: { acknowledgement: { enabled: false } },
  });
}

/** A copy for later comparison: the bytes as numbers, whatever kind of array they came in. */
export function plain({ body, ...rest }: RawInbound): object {
  return structuredClone({ ...rest, body: [...body] });
}
