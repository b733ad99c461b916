import type {
  Channel,
  ChannelHost,
  DeliverOptions,
  InboundEvent,
  OutboundMessage,
  RawInbound,
  Receipt,
} from "@heedkit/core";

/** What a provider does with one message that it is handed. */
export type DeliveryStep = (
  message: OutboundMessage,
  signal: AbortSignal,
  options: DeliverOptions,
) => Promise<Receipt> | Receipt;

/** A connector in this process: raw bytes are the events as JSON, and the provider does as it is told. */
export interface ScriptedChannel extends Channel {
  /** What the provider was handed, with the keys it came under. */
  readonly handed: readonly { readonly message: OutboundMessage; readonly idempotencyKey: string }[];
  /** What the desk gave the connector at its start; null while it is stopped. */
  readonly host: ChannelHost | null;
  /** The next deliveries go as these say, one each; afterwards everything is taken. */
  script(...steps: readonly DeliveryStep[]): void;
  /** From now on bytes are refused as if nobody could have sent them. */
  distrust(): void;
  /** Before the next deliveries are parsed these run, one each; what one throws is what parsing throws. */
  scriptParsing(...steps: readonly (() => Promise<void> | void)[]): void;
  /** How often bytes were parsed. */
  readonly parses: number;
  /** From now on bytes are not understood, for this reason; null: understood again. */
  misunderstand(error: Error | null): void;
}

/** The address of the desk itself, as far as a {@link ScriptedChannel} knows one. */
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

/** Bytes that a {@link ScriptedChannel} understands as these events. */
export function rawOf(
  events: readonly InboundEvent[],
  dedupeKey: string | null,
  receivedAt: number,
): RawInbound {
  const body = new TextEncoder().encode(JSON.stringify(events));
  return { body, dedupeKey, receivedAt, metadata: {} };
}
