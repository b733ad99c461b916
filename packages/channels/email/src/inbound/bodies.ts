import { sanitiseHtml } from "@heedkit/core";
import { decodeText } from "../mime/decodeText.ts";
import type { PartDetails } from "../mime/partDetails.ts";
import type { MimePart } from "../mime/splitMessage.ts";
import { mayHoldMarks } from "../reply/htmlMarks.ts";
import type { ReplyMark } from "../reply/replyMarks.ts";
import { boundedHtml } from "./boundedHtml.ts";
import { htmlMarks, htmlToText } from "./htmlToText.ts";

/** The bodies of a message. */
export interface Bodies {
  readonly text: string;
  /** Sanitised, or null if the sender wrote none. */
  readonly html: string | null;
  /** Quotes and signatures that the HTML marks as such, also where `text` comes from a plain alternative. */
  readonly marks: readonly ReplyMark[];
  /** The leaves that were read for them, in the order sent. */
  readonly read: readonly ReadBody[];
}

/** A leaf that is body and no attachment. */
export interface ReadBody {
  readonly part: MimePart;
  readonly form: "plain" | "html";
  /** Whether `text` has its words, and not those of another form of the same. */
  readonly isText: boolean;
  /** Whether it was truncated: then it is also attached whole. */
  readonly isCut: boolean;
}

/** One stretch of the message, in one or both forms. */
interface Stretch {
  readonly plain: string[];
  readonly html: string[];
}

/**
 * Reads what a mail client would show: of alternatives the plain and the HTML form, of mixed parts one after the other.
 * A form that a stretch lacks is made from the other one.
 */
export function readBodies(
  root: MimePart,
  details: ReadonlyMap<MimePart, PartDetails>,
  maxCharacters: number,
): Bodies {
  const stretches: Stretch[] = [];
  const read: (Omit<ReadBody, "isText"> & { readonly stretch: Stretch })[] = [];
  let left = maxCharacters;

  const visit = (part: MimePart, alternative: Stretch | null): void => {
    if (part.children.length > 0) {
      const isAlternative = part.type.value === "multipart/alternative";
      const own = isAlternative && alternative === null ? { plain: [], html: [] } : alternative;
      if (own !== null && own !== alternative) stretches.push(own);
      for (const child of part.children) visit(child, own);
      return;
    }
    const form = bodyForm(part, details.get(part), read.length > 0);
    if (form === null || left <= 0) return;
    const { text, isCut } = decodeText(part, left);
    left -= text.length;
    const stretch = alternative ?? { plain: [], html: [] };
    if (alternative === null) stretches.push(stretch);
    read.push({ part, form, isCut, stretch });
    stretch[form].push(text);
  };
  visit(root, null);

  const sanitised = stretches.map((stretch) => {
    const { plain, html: sources } = stretch;
    const html = sources.map(sanitiseHtml);
    // The text is made from what is kept, so programs don't read what the sender hid from people.
    const texts = hasPlainText(stretch) ? plain : html.map((kept) => htmlToText(kept));
    return {
      plain,
      html,
      texts,
      marks: sources.filter(mayHoldMarks).flatMap((source) => htmlMarks(boundedHtml(source))),
    };
  });
  const hasHtml = sanitised.some(({ html }) => html.length > 0);
  return {
    text: sanitised
      .map(({ texts }) => texts.join("\n"))
      .join("\n")
      .slice(0, maxCharacters)
      .trimEnd(),
    html: hasHtml
      ? sanitised
          .map(({ plain, html }) => (html.length > 0 ? html : plain.map(textToHtml)).join("\n"))
          .join("\n")
      : null,
    marks: sanitised.flatMap(({ marks }) => marks),
    read: read.map(({ stretch, ...body }) => ({
      ...body,
      isText: (body.form === "plain") === hasPlainText(stretch),
    })),
  };
}

function hasPlainText({ plain }: Stretch): boolean {
  return plain.some((text) => text.trim() !== "");
}

/** Which body a leaf is a part of; null for an attachment. A named text after the first body is a file shown in place. */
function bodyForm(
  part: MimePart,
  details: PartDetails | undefined,
  hasBody: boolean,
): "plain" | "html" | null {
  if (details?.disposition === "attachment" || (details?.fileName && hasBody)) return null;
  if (part.type.value === "text/html") return "html";
  // RFC 2045 s.5.2: what has no readable type is plain text.
  const isUntyped = !/^[\w.+-]+\/[\w.+-]+$/.test(part.type.value) && !details?.fileName;
  return part.type.value === "text/plain" || isUntyped ? "plain" : null;
}

function textToHtml(text: string): string {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return `<div style="white-space:pre-wrap">${escaped}</div>`;
}
