import { type HeaderKind, headerAt } from "./headerLabels.ts";
import { isBlank, isRule, longestHeader, plainAt } from "./plainLine.ts";

/** Lines of a header, with those that long lists of recipients are folded to. */
const mostLines = 24;
const mostFolds = 6;

/**
 * How many lines from `index` on are the `From: … Sent: … To: … Subject: …` that Outlook and its like put above what
 * they quote; 0 where they are not. People write such lines as well ("From: Berlin, To: Paris"), so three of the labels
 * must be there, the sender's among them, and an address or all that Outlook tells; `isAnnounced` where a line such as
 * "Original Message" or a mark of the HTML stands above.
 */
export function headerBlockLength(lines: readonly string[], index: number, isAnnounced: boolean): number {
  if (headerAt(lines, index) === null) return 0;
  const found = new Set<HeaderKind>();
  const values: string[] = [];
  let date = "";
  let isSent = false;
  let folds = 0;
  let length = 0;
  for (let offset = 0; offset < mostLines; offset += 1) {
    const line = lines[index + offset];
    if (line === undefined || line.length > longestHeader) break;
    const plain = plainAt(lines, index + offset);
    const header = headerAt(lines, index + offset);
    if (header !== null) {
      if (found.has(header.kind) && header.kind === "from") break;
      found.add(header.kind);
      isSent ||= header.isSent;
      if (header.kind === "date") date = header.value;
      values.push(header.value);
      folds = 0;
    } else if (plain === "") {
      // Paragraphs for lines: a blank line within the header is followed by another label.
      if (headerAt(lines, index + offset + 1) === null) break;
      continue;
    } else {
      folds += 1;
      const isList = /[@;<>]/.test(plain);
      if (folds > (isList ? mostFolds : 1)) break;
      values.push(plain);
      if (date === "" && values.at(-2) === "") date = plain;
    }
    length = offset + 1;
  }
  if (!found.has("from")) return 0;
  const told = (["from", "date", "to", "subject"] as const).filter((kind) => found.has(kind)).length;
  const hasAddress = values.some((value) => /[^\s@]@[^\s@]/.test(value) || /\/[\w-]+@|mailto:/.test(value));
  if (isAnnounced) return told >= 2 ? length : 0;
  if (isIntroduced(lines, index)) return 0;
  if (hasAddress) return told >= 3 ? length : 0;
  const hasDateAndTime =
    /\d/.test(date) && /\d{1,2}\s?[:.h]\s?\d{2}/.test(date) && /\d{4}|\d[./-]\d/.test(date);
  return told >= (isSent ? 3 : 4) && hasDateAndTime ? length : 0;
}

/** "I got this mail:" above shows that the sender put it there himself. */
function isIntroduced(lines: readonly string[], index: number): boolean {
  for (let above = index - 1; above >= Math.max(0, index - mostLines); above -= 1) {
    const line = lines[above] ?? "";
    if (isRule(line)) return false;
    const plain = plainAt(lines, above);
    if (plain === "" ? isBlank(lines[above - 1]) : headerAt(lines, above) === null)
      return /[:：]$/.test(plain);
  }
  return false;
}
