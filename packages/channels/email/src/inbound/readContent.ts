import type { AttachmentReference } from "@heedkit/core";
import { type PartDetails, partDetails } from "../mime/partDetails.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import type { MimePart } from "../mime/splitMessage.ts";
import type { ReplyMark } from "../reply/replyMarks.ts";
import { listAttachments } from "./attachments.ts";
import { type ReadBody, readBodies } from "./bodies.ts";

/** What a person sees in a message: its text and attachments. */
export interface ReadableContent {
  readonly text: string;
  /** Sanitised, or null if the sender wrote none. */
  readonly html: string | null;
  /** Quotes and signatures that the HTML marks as such. */
  readonly marks: readonly ReplyMark[];
  readonly attachments: readonly AttachmentReference[];
  /** The leaves that text and HTML come from. */
  readonly bodies: readonly ReadBody[];
}

export function readContent(message: MimeMessage, maxCharacters: number): ReadableContent {
  const details = new Map<MimePart, PartDetails>();
  for (const part of message.leaves) details.set(part, partDetails(part));
  const { text, html, marks, read } = readBodies(message.root, details, maxCharacters);
  const shown = new Set(read.filter(({ isCut }) => !isCut).map(({ part }) => part));
  return { text, html, marks, attachments: listAttachments(message, details, shown), bodies: read };
}
