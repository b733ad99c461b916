import type { InboundEvent } from "@heedkit/core";
import type { ReportRule } from "../bounce/readReport.ts";
import type { Trimmed } from "../reply/trimmed.ts";

/** What became of a part of a mail. */
export type PartRole =
  /** Its words are the text. */
  | "text"
  /** It is shown as HTML; the words of the text are a plain part's. */
  | "html"
  | "attachment"
  /** Only the files within it are attachments: a `winmail.dat`. */
  | "package"
  /** A program's report, or the message that came back. */
  | "report"
  /** Nothing came of it. */
  | "unused";

/** One part of a mail, and how it was read. */
export interface PartReading {
  /** As in the references of attachments: `part/0` is the first. */
  readonly reference: string;
  readonly mediaType: string;
  /** In bytes, without transfer encoding. */
  readonly size: number;
  readonly fileName: string | null;
  readonly role: PartRole;
  /** The charset that a body declares, and the one that it was read in; null for what is no body. */
  readonly charset: { readonly declared: string | null; readonly read: string } | null;
  /** Whether the body is longer than what is kept of it. */
  readonly isCut: boolean;
  /** Names of the files within it. */
  readonly files: readonly string[];
}

/** Lines that were left out of the new part, with how the first of them begins. */
export interface TrimmedLines extends Trimmed {
  readonly begin: string;
}

/** How a mail was read, in data. */
export interface MailReading {
  /** What `parseEmail` gives for it; empty where it can't be read. */
  readonly events: readonly InboundEvent[];
  readonly parts: readonly PartReading[];
  readonly trimmed: readonly TrimmedLines[];
  /** By which rule it is a report and no message; null where it is none. */
  readonly report: ReportRule | null;
  /** Why it can't be read; null where it can. */
  readonly problem: string | null;
}

/** How a mail was read and why, for a person who wonders. */
export interface MailDiagnosis extends MailReading {
  /** All of it in English sentences, one a line. */
  readonly explanation: string;
}
