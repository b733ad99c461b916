import type { AttachmentReference } from "@heedkit/core";
import { type PartDetails, partDetails } from "../mime/partDetails.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import type { MimePart } from "../mime/splitMessage.ts";
import { listAttachments } from "./attachments.ts";
import { readBodies } from "./bodies.ts";

/** What a person finds in a message: its words, and what is attached to them. */
export interface ReadableContent {
  readonly text: string;
  /** Sanitised, or null where the sender wrote none. */
  readonly html: string | null;
  readonly attachments: readonly AttachmentReference[];
}

export async function readContent(message: MimeMessage, maxCharacters: number): Promise<ReadableContent> {
  const details = new Map<MimePart, PartDetails>();
  for (const part of message.leaves) details.set(part, await partDetails(part));
  const { text, html, shown } = await readBodies(message.root, details, maxCharacters);
  return { text, html, attachments: listAttachments(message, details, shown) };
}
