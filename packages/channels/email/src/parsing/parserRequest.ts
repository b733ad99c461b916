import type { InboundEvent, SupportErrorCode } from "@heedkit/core";
import type { MailReading } from "../diagnosis/reading.ts";
import type { Envelope } from "../inbound/parseContext.ts";
import type { ParseLimits } from "../mime/parseLimits.ts";

/** What a desk says of itself, as far as it can be handed to another thread. */
export interface DeskFacts {
  readonly address: string;
  readonly secret: string;
  readonly previousSecrets: readonly string[];
  readonly ownAddresses: readonly string[];
  readonly forms: readonly string[];
  readonly limits: Partial<ParseLimits>;
}

/** Work for a parser thread. `body` stays the sender's; nobody changes it until there is an answer. */
export type ParserRequest = ParseRequest | OpenRequest;

export interface ParseRequest {
  /** `diagnose` reads the same, and says what it went by. */
  readonly kind: "parse" | "diagnose";
  readonly body: Uint8Array;
  readonly desk: DeskFacts;
  readonly tenantId: string;
  readonly envelope: Envelope;
  /** Whether to look for the sender of a forwarded message; only the desk can tell whether an agent forwarded it. */
  readonly readsForwards: boolean;
}

interface OpenRequest {
  readonly kind: "open";
  readonly body: Uint8Array;
  readonly reference: string;
  readonly limits: ParseLimits;
}

/** What a parser thread has to say: first that it is ready, then one answer for each request of a batch. */
export type ParserMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "answers"; readonly answers: readonly ParserAnswer[] };

export type ParserAnswer =
  | { readonly kind: "parsed"; readonly events: readonly InboundEvent[] }
  | { readonly kind: "diagnosed"; readonly reading: MailReading }
  | { readonly kind: "opened"; readonly content: ArrayBuffer }
  | ParserFailure;

/** An error of the parser, in a form that survives the way between threads. */
export interface ParserFailure {
  readonly kind: "failed";
  readonly code: SupportErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}
