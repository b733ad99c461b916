import { escapeHtml } from "./escapeHtml.ts";

/** Maximum length of a URL that becomes a link; longer ones stay text. */
const longestLink = 2_000;

// Only http and https: no other scheme in a customer's text may be clickable.
const addresses = /\bhttps?:\/\/[^\s<>"'`\\\p{Cc}]+/giu;

// Control characters have no meaning in HTML text, and some break parsers.
const controls = /(?![\t\n])\p{Cc}/gu;

/**
 * Plain text as HTML for mail: escaped, a paragraph for each block of lines, line breaks kept, URLs as links. Each
 * paragraph gets its direction from its own words (`dir="auto"`), so that Hebrew and Arabic run right to left even in a
 * mixed conversation. No markup of the text's author survives.
 */
export function textToHtml(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replace(controls, "")
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map(withoutOuterLineFeeds)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) => `<p dir="auto">${withLinks(paragraph).replaceAll("\n", "<br>\n")}</p>`)
    .join("\n");
}

function withoutOuterLineFeeds(paragraph: string): string {
  let start = 0;
  let end = paragraph.length;
  while (start < end && paragraph[start] === "\n") start++;
  while (end > start && paragraph[end - 1] === "\n") end--;
  return paragraph.slice(start, end);
}

function withLinks(text: string): string {
  let html = "";
  let at = 0;
  for (const { 0: found, index } of text.matchAll(addresses)) {
    const address = withoutPunctuation(found);
    const target = address.length > longestLink ? null : hrefOf(address);
    if (target === null) continue;
    html += `${escapeHtml(text.slice(at, index))}<a href="${escapeHtml(target)}">${escapeHtml(address)}</a>`;
    at = index + address.length;
  }
  return html + escapeHtml(text.slice(at));
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

/** Full stops and brackets that belong to the sentence rather than to the URL. */
function withoutPunctuation(address: string): string {
  let end = address.length;
  const opening = address.indexOf("(");
  while (end > 0) {
    const last = address.charAt(end - 1);
    const unopened = last === ")" && (opening === -1 || opening >= end);
    if (!unopened && !".,;:!?*…。、，！？]}»“”’".includes(last)) break;
    end--;
  }
  return address.slice(0, end);
}
