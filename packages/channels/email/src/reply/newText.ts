import { quoteHeaderLength } from "./quoteHeaders.ts";
import { withoutSignature } from "./signature.ts";

/**
 * What the sender wrote this time: `text` without the quoted conversation and the signature, inline answers kept.
 * Where nothing would be left, as with a message that is all quote, it is empty; the whole text is kept beside it.
 * Time grows with the length of the text and nothing else, whatever it holds.
 */
export function newText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const kept: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? "";
    if (isQuoted(line) || isWrappedQuote(lines, index)) {
      index += 1;
      continue;
    }
    const headerLength = quoteHeaderLength(lines, index);
    if (headerLength === 0) {
      kept.push(line);
      index += 1;
      continue;
    }
    const next = lines
      .slice(index + headerLength, index + headerLength + 4)
      .find((after) => after.trim() !== "");
    // A quote that is not marked line by line can't be told from an answer below it, so it runs to the end.
    if (!next?.trimStart().startsWith(">")) break;
    index += headerLength;
  }
  return withoutSignature(kept)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function isQuoted(line: string | undefined): boolean {
  return /^\s{0,3}>/.test(line ?? "");
}

/** Clients break lines at 70 characters and more. */
const shortestBrokenLine = 65;

/** A client that broke a long quoted line left its end without a mark, between marked lines. */
function isWrappedQuote(lines: readonly string[], index: number): boolean {
  const above = lines[index - 1] ?? "";
  const isBetweenQuotes = isQuoted(above) && isQuoted(lines[index + 1]);
  return isBetweenQuotes && above.trimEnd().length >= shortestBrokenLine && lines[index]?.trim() !== "";
}
