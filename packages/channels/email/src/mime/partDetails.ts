import PostalMime from "postal-mime";
import type { MimePart } from "./splitMessage.ts";

/** What a part says of itself beside its bytes. */
export interface PartDetails {
  /** Decoded file name without folders, or null. */
  readonly fileName: string | null;
  /** Without angle brackets, or null. */
  readonly contentId: string | null;
  readonly disposition: "attachment" | "inline" | null;
}

/** Longest file name that is kept. */
const longestFileName = 200;

/** Reads name, id and disposition of a part, with every way of writing a file name that mail knows. */
export async function partDetails(part: MimePart): Promise<PartDetails> {
  const { first } = part.headers;
  const disposition = first("content-disposition");
  const kind = disposition?.split(";", 1)[0]?.trim().toLowerCase();
  const contentId = first("content-id")?.replace(/[<>\s]/g, "") ?? "";
  return {
    fileName: await readFileName(first("content-type"), disposition),
    contentId: contentId === "" ? null : contentId,
    disposition: kind === "attachment" || kind === "inline" ? kind : null,
  };
}

/** The parser only names attachments, so the parameters are shown to it as those of one. */
async function readFileName(contentType: string | null, disposition: string | null): Promise<string | null> {
  if (!/name/i.test(contentType ?? "") && !/name/i.test(disposition ?? "")) return null;
  const lines = [
    `Content-Type: application/octet-stream${parametersOf(contentType)}`,
    `Content-Disposition: attachment${parametersOf(disposition)}`,
  ];
  const [attachment] = (await PostalMime.parse(`${lines.join("\r\n")}\r\n\r\n`)).attachments;
  return cleanFileName(attachment?.filename ?? "");
}

function parametersOf(field: string | null): string {
  const start = field?.indexOf(";") ?? -1;
  return field === null || start === -1 ? "" : field.slice(start);
}

/** A name that is safe to show and to save under: no folders, no control or direction characters, not hidden. */
export function cleanFileName(name: string): string | null {
  const clean = name
    .replace(/[\p{Cc}\p{Bidi_C}\u2028\u2029]/gu, "")
    .replace(/^.*[\\/]/s, "")
    .replace(/^[.\s]+/, "")
    .trim();
  if (clean === "") return null;
  if (clean.length <= longestFileName) return clean;
  const extension = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? "";
  return clean.slice(0, longestFileName - extension.length) + extension;
}
