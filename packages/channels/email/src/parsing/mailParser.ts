import { type InboundEvent, type RawInbound, SupportError } from "@heedkit/core";
import type { MailReading } from "../diagnosis/reading.ts";
import { envelopeOf } from "../inbound/parseContext.ts";
import { defaultParseLimits } from "../mime/parseLimits.ts";
import type { DeskFacts, ParserAnswer, ParserRequest } from "./parserRequest.ts";
import { type ParsingOptions, parsingBounds } from "./parsingBounds.ts";
import { leasePool, type PoolLease } from "./sharedPools.ts";

/** What a mail parser is made from. */
export interface MailParserOptions {
  readonly desk: DeskFacts;
  readonly parsing: ParsingOptions | undefined;
  readonly isAgent: ((address: string) => boolean) | undefined;
}

/** Parses the mail of a channel in threads of their own, so that no message can stop the desk. */
export interface MailParser {
  /** Throws UNPARSEABLE, and PARSER_STOPPED where the message killed or outlasted its thread. */
  parse(raw: RawInbound, tenantId: string): Promise<readonly InboundEvent[]>;
  /** How `parse` reads it, and why; of what it can't read, that. Throws PARSER_STOPPED. */
  diagnose(raw: RawInbound, tenantId: string): Promise<MailReading>;
  /** Throws as {@link MailParser.parse}, and NOT_FOUND. */
  openAttachment(raw: RawInbound, reference: string): Promise<Uint8Array>;
  /** Finishes what is under way and lets the threads go; the next call starts them again. */
  stop(): Promise<void>;
}

export function mailParser({ desk, parsing, isAgent }: MailParserOptions): MailParser {
  const limits = { ...defaultParseLimits, ...desk.limits };
  const underWay = new Set<Promise<unknown>>();
  let lease: PoolLease | null = null;

  const ask = async (request: ParserRequest): Promise<ParserAnswer> => {
    lease ??= leasePool(parsingBounds(parsing));
    const answering = lease.pool.run(request);
    underWay.add(answering);
    try {
      return await answering;
    } finally {
      underWay.delete(answering);
    }
  };
  const askAbout = (kind: "parse" | "diagnose", raw: RawInbound, tenantId: string) =>
    ask({
      kind,
      body: raw.body,
      desk,
      tenantId,
      envelope: envelopeOf(raw),
      readsForwards: isAgent !== undefined,
    });
  return {
    async parse(raw, tenantId) {
      const answer = await askAbout("parse", raw, tenantId);
      if (answer.kind !== "parsed") throw errorOf(answer);
      return answer.events.map((event) => forwardedBy(event, isAgent));
    },
    async diagnose(raw, tenantId) {
      const answer = await askAbout("diagnose", raw, tenantId);
      if (answer.kind !== "diagnosed") throw errorOf(answer);
      const events = answer.reading.events.map((event) => forwardedBy(event, isAgent));
      return { ...answer.reading, events };
    },
    async openAttachment(raw, reference) {
      const answer = await ask({ kind: "open", body: raw.body, reference, limits });
      if (answer.kind !== "opened") throw errorOf(answer);
      return new Uint8Array(answer.content);
    },
    async stop() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      const ended = lease;
      lease = null;
      await ended?.end();
    },
  };
}

/** The event without the original sender, unless it was an agent who forwarded it. */
function forwardedBy(event: InboundEvent, isAgent: MailParserOptions["isAgent"]): InboundEvent {
  if (event.kind !== "message" || !event.forwardedFrom || isAgent?.(event.from.value)) return event;
  return { ...event, forwardedFrom: null };
}

function errorOf(answer: ParserAnswer): Error {
  if (answer.kind !== "failed") return new Error(`The parser returned an unexpected answer: ${answer.kind}.`);
  return new SupportError(answer.code, answer.message, { details: answer.details });
}
