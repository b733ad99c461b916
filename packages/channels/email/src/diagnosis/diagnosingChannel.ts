import { type Channel, type InboundEvent, isSupportError, type RawInbound } from "@heedkit/core";
import type { MailParser } from "../parsing/mailParser.ts";
import { explain } from "./explain.ts";
import type { MailDiagnosis, MailReading } from "./reading.ts";

/** E-mail as a channel, with what only mail has. */
export interface EmailChannel extends Channel {
  /**
   * Says how this channel reads a message, and why: which part is the text, what was trimmed by which rule, why it is held to
   * be automatic, which bounce it is. Takes what `support.intake.openRaw(id)` gives, or bytes alone; changes nothing. For
   * what can't be read it says so instead of throwing. `tenantId`: for whom signatures are checked; default `default`.
   */
  diagnose(raw: RawInbound | Uint8Array, context?: { readonly tenantId: string }): Promise<MailDiagnosis>;
}

/** The `diagnose` of a channel. `finish` is what the channel does with its parser's events. */
export function diagnoseWith(
  parser: MailParser,
  finish: (event: InboundEvent, raw: RawInbound) => InboundEvent,
): EmailChannel["diagnose"] {
  return async (given, { tenantId } = { tenantId: "default" }) => {
    const raw = given instanceof Uint8Array ? bare(given) : given;
    const reading = await read(parser, raw, tenantId);
    const finished = { ...reading, events: reading.events.map((event) => finish(event, raw)) };
    return { ...finished, explanation: explain(finished) };
  };
}

async function read(parser: MailParser, raw: RawInbound, tenantId: string): Promise<MailReading> {
  const { problem } = raw.metadata;
  if (typeof problem === "string" && raw.body.length === 0) return notUnderstood(problem);
  try {
    return await parser.diagnose(raw, tenantId);
  } catch (error) {
    // The message killed or outlasted its thread.
    if (isSupportError(error)) return notUnderstood(error.message);
    throw error;
  }
}

function notUnderstood(problem: string): MailReading {
  return { events: [], parts: [], trimmed: [], report: null, problem };
}

/** Bytes of which nothing else is known. */
function bare(body: Uint8Array): RawInbound {
  return { body, dedupeKey: null, receivedAt: Date.now(), metadata: {} };
}
