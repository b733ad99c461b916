import { isSupportError } from "@heedkit/core";
import { withProof } from "../bounce/proof.ts";
import { readReport } from "../bounce/readReport.ts";
import type { ParseContext } from "../inbound/parseContext.ts";
import { readContent } from "../inbound/readContent.ts";
import { newPartOf, readMessage } from "../inbound/readMessage.ts";
import { readMime } from "../mime/readMime.ts";
import { partReadings } from "./partReadings.ts";
import type { MailReading, TrimmedLines } from "./reading.ts";

const longestBegin = 100;
const mostTrimmed = 200;

/** Reads a mail as `parseEmail` does, and records the reasons. Never throws for unreadable mail. */
export function readForDiagnosis(bytes: Uint8Array, context: ParseContext): MailReading {
  let reading: MailReading = { events: [], parts: [], trimmed: [], report: null, problem: null };
  try {
    const message = readMime(bytes, context.limits);
    const content = readContent(message, context.limits.maxBodyCharacters);
    const report = readReport(message, content.text, context);
    reading = {
      ...reading,
      parts: partReadings(message, content, report !== null),
      report: report?.rule ?? null,
    };
    if (report !== null) {
      return { ...reading, events: withProof(report.receipts, message.headers, context) };
    }
    const event = readMessage(message, content, context);
    const lines = content.text.replace(/\r\n?/g, "\n").split("\n");
    const trimmed = newPartOf(content, event.subject)
      .trimmed.slice(0, mostTrimmed)
      .map(
        (one): TrimmedLines => ({ ...one, begin: (lines[one.line - 1] ?? "").trim().slice(0, longestBegin) }),
      );
    return { ...reading, events: [event], trimmed };
  } catch (error) {
    return { ...reading, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (isSupportError(error)) return error.message;
  return `The message can't be read: ${error instanceof Error ? error.message : String(error)}`;
}
