import { type AttachmentReference, SupportError } from "@heedkit/core";
import { decodeWords } from "postal-mime";
import { readHeader } from "../mime/headerFields.ts";
import type { ParseLimits } from "../mime/parseLimits.ts";
import { cleanFileName, type PartDetails } from "../mime/partDetails.ts";
import { type MimeMessage, readMime } from "../mime/readMime.ts";
import type { MimePart } from "../mime/splitMessage.ts";
import { decodeTransferEncoding } from "../mime/transferEncoding.ts";

const extensions: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "application/pdf": "pdf",
  "text/calendar": "ics",
  "text/plain": "txt",
  "text/html": "html",
  "text/csv": "csv",
  "message/rfc822": "eml",
};

/** Every leaf that no body tells wholly, in the order sent. The position of the leaf is the reference. */
export function listAttachments(
  message: MimeMessage,
  details: ReadonlyMap<MimePart, PartDetails>,
  shown: ReadonlySet<MimePart>,
): readonly AttachmentReference[] {
  return message.leaves.flatMap((part, index) => {
    const content = shown.has(part) ? null : contentOf(part);
    if (content === null || (content.length === 0 && !details.get(part)?.fileName)) return [];
    return {
      reference: `part/${index}`,
      name: details.get(part)?.fileName ?? nameFor(part, index, message.leaves.length === 1),
      mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(part.type.value) ? part.type.value : "application/octet-stream",
      size: content.length,
      contentId: details.get(part)?.contentId ?? null,
    };
  });
}

/**
 * The bytes of an attachment, without transfer encoding.
 * Throws NOT_FOUND where the message has no such part, UNPARSEABLE where it can't be read at all.
 */
export function openAttachment(message: Uint8Array, reference: string, limits: ParseLimits): Uint8Array {
  const index = /^part\/(\d{1,6})$/.exec(reference)?.[1];
  const part = index === undefined ? undefined : readMime(message, limits).leaves[Number(index)];
  if (part === undefined) {
    throw new SupportError("NOT_FOUND", `The message has no attachment "${reference.slice(0, 100)}".`);
  }
  return contentOf(part);
}

function contentOf(part: MimePart): Uint8Array {
  return decodeTransferEncoding(part.body, part.headers.first("content-transfer-encoding"));
}

function nameFor(part: MimePart, index: number, isWhole: boolean): string {
  const extension = extensions[part.type.value] ?? "bin";
  const subject = part.type.value === "message/rfc822" ? subjectOf(contentOf(part)) : null;
  return `${subject ?? (isWhole ? "message" : `attachment-${index + 1}`)}.${extension}`;
}

function subjectOf(message: Uint8Array): string | null {
  const { fields } = readHeader(message, 0, Math.min(message.length, 64 * 1024), () => false);
  const subject = fields.find(({ key }) => key === "subject")?.value ?? "";
  return cleanFileName(
    decodeWords(subject)
      .replace(/[\\/:*?"<>|]+/g, " ")
      .slice(0, 80),
  );
}
