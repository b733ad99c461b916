import { mediaTypeOf } from "./mediaTypes.ts";
import { contentOf } from "./partContent.ts";
import type { MimePart } from "./splitMessage.ts";
import { tnefFiles } from "./tnef.ts";
import { uuencodedFiles } from "./uuencoded.ts";

/** A file without its own MIME part. */
export interface EmbeddedFile {
  readonly name: string | null;
  readonly mediaType: string;
  readonly contentId: string | null;
  readonly bytes: Uint8Array;
}

/** The files within a part: those of a `winmail.dat`, and those that stand uuencoded in a text. */
export function embeddedFiles(part: MimePart): readonly EmbeddedFile[] {
  if (part.type.value === "text/plain") {
    return uuencodedFiles(contentOf(part)).map(({ name, bytes }) => ({
      name,
      mediaType: mediaTypeOf(name),
      contentId: null,
      bytes,
    }));
  }
  if (!holdsTnef(part)) return [];
  return tnefFiles(contentOf(part)).map(({ mediaType, ...file }) => ({
    ...file,
    mediaType: mediaType ?? mediaTypeOf(file.name ?? ""),
  }));
}

/** Senders that don't know the type call it a program's data, and name it. */
export function holdsTnef(part: MimePart): boolean {
  if (/^application\/(?:vnd\.)?ms-tnef$/.test(part.type.value)) return true;
  const fields = `${part.headers.first("content-type") ?? ""} ${part.headers.first("content-disposition") ?? ""}`;
  return /win(?:mail|dat)\.dat/i.test(fields);
}
