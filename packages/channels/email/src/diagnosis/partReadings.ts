import { returnedTypes } from "../bounce/returnedMessage.ts";
import type { ReadableContent } from "../inbound/readContent.ts";
import { charsetRead } from "../mime/charsets.ts";
import { charsetOfText } from "../mime/decodeText.ts";
import { contentOf } from "../mime/partContent.ts";
import { partDetails } from "../mime/partDetails.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import type { MimePart } from "../mime/splitMessage.ts";
import type { PartReading, PartRole } from "./reading.ts";

const reportTypes =
  /^message\/(?:(?:global-)?delivery-status|(?:global-)?disposition-notification|feedback-report)$/;
const longestLabel = 100;

/** What became of each part of a mail whose bodies and attachments are known. */
export function partReadings(
  message: MimeMessage,
  content: ReadableContent,
  isReport: boolean,
): readonly PartReading[] {
  return message.leaves.map((part, index) => {
    const reference = `part/${index}`;
    const body = content.bodies.find((one) => one.part === part);
    const isFile = content.attachments.some((file) => file.reference === reference);
    const files = content.attachments
      .filter((file) => file.reference.startsWith(`${reference}/`))
      .map(({ name }) => name);
    const bytes = contentOf(part);
    const roleOfBody = body && (body.isText ? "text" : body.form === "html" ? "html" : "unused");
    return {
      reference,
      mediaType: part.type.value.slice(0, longestLabel),
      size: bytes.length,
      fileName: partDetails(part).fileName,
      role: roleOfBody ?? roleOf(part, { isReport, isFile, holdsFiles: files.length > 0 }),
      charset: body === undefined ? null : charsetOf(part, bytes),
      isCut: body?.isCut ?? false,
      files,
    };
  });
}

function roleOf(
  part: MimePart,
  { isReport, isFile, holdsFiles }: Readonly<Record<"isReport" | "isFile" | "holdsFiles", boolean>>,
): PartRole {
  if (isReport) {
    return reportTypes.test(part.type.value) || returnedTypes.test(part.type.value) ? "report" : "unused";
  }
  if (isFile) return "attachment";
  return holdsFiles ? "package" : "unused";
}

function charsetOf(part: MimePart, bytes: Uint8Array): PartReading["charset"] {
  return {
    declared: part.type.parameters.get("charset")?.slice(0, longestLabel) ?? null,
    read: charsetRead(bytes, charsetOfText(part, bytes)),
  };
}
