import type { PartReading } from "./reading.ts";

/** What became of one part, in a sentence. */
export function explainPart(part: PartReading): string {
  const { reference, mediaType, fileName, size } = part;
  const name = fileName === null ? "" : `, "${fileName}"`;
  return `${reference} (${mediaType || "no type"}${name}, ${size} bytes) ${whatItIs(part)}.`;
}

function whatItIs(part: PartReading): string {
  const { role, files } = part;
  const holds = files.length === 0 ? "" : `; the files within it are attachments: ${files.join(", ")}`;
  if (role === "text") {
    const made = part.mediaType === "text/html" ? "is the body, and the text is made of it" : "is the text";
    return `${made}${charsetOf(part)}${cutOf(part)}${holds}`;
  }
  if (role === "html")
    return `is shown as HTML, and the text is that of a plain part${charsetOf(part)}${cutOf(part)}`;
  if (role === "attachment") return "is an attachment";
  if (role === "package") return `is a package of files, which are attachments: ${files.join(", ")}`;
  if (role === "report") return "is for programs: what became of a message, or that message";
  return part.size === 0 ? "is empty and left out" : `has nothing that is shown${charsetOf(part)}${holds}`;
}

function charsetOf({ charset }: PartReading): string {
  if (charset === null) return "";
  const { declared, read } = charset;
  if (declared === null) return `, read as ${read}, because it names no charset`;
  if (declared.toLowerCase() === read) return `, in ${read}`;
  return `, read as ${read} though it says ${declared}`;
}

function cutOf({ isCut }: PartReading): string {
  return isCut ? "; it is cut because it is too long, and listed whole as an attachment" : "";
}
