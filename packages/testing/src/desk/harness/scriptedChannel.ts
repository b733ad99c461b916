import type {
  Channel,
  ChannelHost,
  DeliverOptions,
  InboundEvent,
  OutboundMessage,
  RawInbound,
  Receipt,
} from "@heedkit/core";

/** How a provider treats one message. */
export type DeliveryStep = (
  message: OutboundMessage,
  signal: AbortSignal,
  options: DeliverOptions,
) => Promise<Receipt> | Receipt;

/** An in-process connector: raw bytes are the events as JSON, and the provider follows the test's script. */
export interface ScriptedChannel extends Channel {
  /** The messages handed to the provider, with their keys. */
  readonly handed: readonly { readonly message: OutboundMessage; readonly idempotencyKey: string }[];
  /** The host that the desk gave the connector at start; null while stopped. */
  readonly host: ChannelHost | null;
  /** Scripts the next deliveries, one each; afterwards everything is accepted. */
  script(...steps: readonly DeliveryStep[]): void;
  /** From now on bytes are refused as unverified. */
  distrust(): void;
  /** These run before the next deliveries are parsed, one each; parsing throws what they throw. */
  scriptParsing(...steps: readonly (() => Promise<void> | void)[]): void;
  /** How often bytes were parsed. */
  readonly parses: number;
  /** From now on parsing fails for this reason; null: it succeeds again. */
  misunderstand(error: Error | null): void;
}

/** The desk's own address on a {@link ScriptedChannel}. */
export const deskAddress = { kind: "email", value: "help@desk.example", name: "Help" };

/** The id under which the provider of a {@link ScriptedChannel} knows a message. */
export const externalIdOf = (messageId: string): string => `<${messageId}@desk.example>`;

export function scriptedChannel(id = "letters"): ScriptedChannel {
  const handed: { readonly message: OutboundMessage; readonly idempotencyKey: string }[] = [];
  const steps: DeliveryStep[] = [];
  const parsingSteps: (() => Promise<void> | void)[] = [];
  let parses = 0;
  let host: ChannelHost | null = null;
  let isTrusting = true;
  let misunderstanding: Error | null = null;
  return {
    specVersion: 1,
    id,
    kind: "email",
    capabilities: {
      receive: true,
      deliver: true,
      html: true,
      attachments: true,
      subject: true,
      signatures: true,
      listens: true,
    },
    sendsFrom: ({ kind, value }) => kind === "email" && value.endsWith("@desk.example"),
    isOwn: ({ kind, value }) => kind === "email" && value === deskAddress.value,
    handed,
    get host() {
      return host;
    },
    get parses() {
      return parses;
    },
    scriptParsing: (...more) => void parsingSteps.push(...more),
    script: (...more) => void steps.push(...more),
    distrust: () => {
      isTrusting = false;
    },
    misunderstand: (error) => {
      misunderstanding = error;
    },
    verify: async () => {
      if (!isTrusting) throw new Error("not from the provider");
    },
    parse: async ({ body }) => {
      parses++;
      await parsingSteps.shift()?.();
      if (misunderstanding !== null) throw misunderstanding;
      return JSON.parse(new TextDecoder().decode(body));
    },
    start: async (given) => {
      host = given;
    },
    stop: async () => {
      host = null;
    },
    async deliver(message, options) {
      const { idempotencyKey, signal } = options;
      handed.push({ message, idempotencyKey });
      const step = steps.shift();
      if (step !== undefined) return step(message, signal, options);
      return { externalId: externalIdOf(message.messageId), refused: [], detail: "250 taken" };
    },
    attachments: {
      open: async ({ body }, reference) => new TextEncoder().encode(`${reference} of ${body.length} bytes`),
    },
  };
}

/** Bytes that a {@link ScriptedChannel} parses as these events. */
export function rawOf(
  events: readonly InboundEvent[],
  dedupeKey: string | null,
  receivedAt: number,
): RawInbound {
  const body = new TextEncoder().encode(JSON.stringify(events));
  return { body, dedupeKey, receivedAt, metadata: {} };
}
