import { parseStructuredValue } from "./contentType.ts";
import { cleanFileName, decodedParameter } from "./fileNames.ts";
import type { MimePart } from "./splitMessage.ts";
import { isUuencoding } from "./transferEncoding.ts";
import { uuencodedFiles } from "./uuencoded.ts";

/** What a part declares besides its bytes. */
export interface PartDetails {
  /** Decoded file name without folders, or null. */
  readonly fileName: string | null;
  /** Without angle brackets, or null. */
  readonly contentId: string | null;
  readonly disposition: "attachment" | "inline" | null;
}

/** Reads name, id and disposition of a part, with every way of writing a file name that mail knows. */
export function partDetails(part: MimePart): PartDetails {
  const { first } = part.headers;
  const disposition = parseStructuredValue(first("content-disposition") ?? "");
  const contentId = first("content-id")?.replace(/[<>\s]/g, "") ?? "";
  const name =
    decodedParameter(disposition, "filename") ??
    decodedParameter(part.type, "name") ??
    decodedParameter(part.type, "filename") ??
    decodedParameter(disposition, "name") ??
    (isUuencoding(first("content-transfer-encoding")) ? uuencodedFiles(part.body)[0]?.name : null);
  return {
    fileName: cleanFileName(name ?? ""),
    contentId: contentId === "" ? null : contentId,
    disposition:
      disposition.value === "attachment" || disposition.value === "inline" ? disposition.value : null,
  };
}
