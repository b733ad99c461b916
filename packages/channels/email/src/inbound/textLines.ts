/** Text being set line by line, as from HTML. */
export interface TextLines {
  /** Adds words to the line; a blank at its beginning or after another is dropped. */
  write(words: string): void;
  writePreformatted(text: string): void;
  /** A blank, unless the line is empty or has one. */
  space(): void;
  /** Ends the line if it isn't empty; `isSpaced` adds an empty one after it. */
  end(isSpaced: boolean): void;
  /** Ends the line even if it is empty. */
  break(): void;
  rule(): void;
  /** Goes into a quote, or out of one with -1. */
  quote(step: 1 | -1): void;
  text(): string;
}

/** Quotes within quotes that are marked; deeper ones look like the deepest. */
const deepestQuote = 8;

export function textLines(): TextLines {
  const lines: string[] = [];
  // Pieces, not one string: asking a string that grows for its end would copy it every time.
  let pieces: string[] = [];
  let endsInSpace = true;
  let isEmptyLast = true;
  let quoteDepth = 0;

  const push = (line: string) => {
    lines.push("> ".repeat(Math.min(quoteDepth, deepestQuote)) + line.trimEnd());
    isEmptyLast = line.trim() === "";
    pieces = [];
    endsInSpace = true;
  };
  const writer: TextLines = {
    write(words) {
      const added = endsInSpace ? words.replace(/^ /, "") : words;
      if (added === "") return;
      pieces.push(added);
      endsInSpace = added.endsWith(" ");
    },
    writePreformatted(text) {
      const [first = "", ...rest] = text.split("\n");
      pieces.push(first);
      for (const next of rest) {
        push(pieces.join(""));
        pieces.push(next);
      }
      endsInSpace = false;
    },
    space() {
      if (pieces.length > 0) writer.write(" ");
    },
    end(isSpaced) {
      const line = pieces.join("");
      if (line.trim() !== "") push(line);
      else pieces = [];
      endsInSpace = true;
      if (isSpaced && lines.length > 0 && !isEmptyLast) push("");
    },
    break: () => push(pieces.join("")),
    rule: () => push("________________________________"),
    quote(step) {
      quoteDepth = Math.max(0, quoteDepth + step);
    },
    text() {
      writer.end(false);
      return lines
        .join("\n")
        .replaceAll("\u00a0", " ")
        .replace(/\n{3,}/g, "\n\n")
        .trim();
    },
  };
  return writer;
}
