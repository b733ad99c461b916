import { type AttachmentReference, SupportError } from "@heedkit/core";
import { embeddedFiles, holdsTnef } from "../mime/embeddedFiles.ts";
import { decodeWords } from "../mime/encodedWords.ts";
import { cleanFileName } from "../mime/fileNames.ts";
import { readHeader } from "../mime/headerFields.ts";
import { extensionOf } from "../mime/mediaTypes.ts";
import type { ParseLimits } from "../mime/parseLimits.ts";
import { contentOf } from "../mime/partContent.ts";
import type { PartDetails } from "../mime/partDetails.ts";
import { type MimeMessage, readMime } from "../mime/readMime.ts";
import type { MimePart } from "../mime/splitMessage.ts";

/**
 * Every leaf that no body tells wholly, in the order sent, and the files within leaves. The position of the leaf is the
 * reference, with the position of the file in it where the leaf holds several.
 */
export function listAttachments(
  message: MimeMessage,
  details: ReadonlyMap<MimePart, PartDetails>,
  shown: ReadonlySet<MimePart>,
): readonly AttachmentReference[] {
  return message.leaves.flatMap((part, index) => {
    const detail = details.get(part);
    const isBody = shown.has(part);
    const embedded = isBody || holdsTnef(part) ? embeddedFiles(part) : [];
    const files = embedded.map(({ name, mediaType, contentId, bytes }, position) => ({
      reference: `part/${index}/${position}`,
      name: cleanFileName(name ?? "") ?? `attachment-${index + 1}-${position + 1}.${extensionOf(mediaType)}`,
      mediaType: cleanMediaType(mediaType),
      size: bytes.length,
      contentId,
    }));
    const content = contentOf(part);
    // An empty leaf that declares what it is was meant as a file; an empty text was not.
    const isNothing = content.length === 0 && !detail?.fileName && detail?.disposition !== "attachment";
    if (isBody || isNothing || files.length > 0) return files;
    return {
      reference: `part/${index}`,
      name: detail?.fileName ?? nameFor(part, index, message.leaves.length === 1),
      mediaType: cleanMediaType(part.type.value),
      size: content.length,
      contentId: detail?.contentId ?? null,
    };
  });
}

/**
 * The content of an attachment, decoded.
 * Throws NOT_FOUND if the message has no such part, UNPARSEABLE if it can't be parsed at all.
 */
export function openAttachment(message: Uint8Array, reference: string, limits: ParseLimits): Uint8Array {
  const [, index, position] = /^part\/(\d{1,6})(?:\/(\d{1,6}))?$/.exec(reference) ?? [];
  const part = index === undefined ? undefined : readMime(message, limits).leaves[Number(index)];
  const bytes =
    part === undefined || position === undefined
      ? part && contentOf(part)
      : embeddedFiles(part)[Number(position)]?.bytes;
  if (bytes === undefined) {
    throw new SupportError("NOT_FOUND", `The message has no attachment "${reference.slice(0, 100)}".`);
  }
  return bytes;
}

function cleanMediaType(type: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type.toLowerCase() : "application/octet-stream";
}

function nameFor(part: MimePart, index: number, isWhole: boolean): string {
  const subject = /^message\/(?:rfc822|global)$/.test(part.type.value) ? subjectOf(contentOf(part)) : null;
  return `${subject ?? (isWhole ? "message" : `attachment-${index + 1}`)}.${extensionOf(part.type.value)}`;
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
