import { type ElementMark, elementMark } from "../reply/htmlMarks.ts";
import { lettersOf, longestMark, type ReplyMark } from "../reply/replyMarks.ts";

/** Collects what clients mark in HTML, while it is read. */
export interface MarkReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  write(words: string): void;
  marks(): readonly ReplyMark[];
}

/** Elements without an end tag. */
const empty = new Set([
  "br",
  "hr",
  "img",
  "meta",
  "link",
  "input",
  "wbr",
  "area",
  "col",
  "base",
  "embed",
  "source",
]);
/** Marks beyond these are those of a quote within a quote. */
const mostMarks = 100;

interface Stretch {
  readonly kind: ReplyMark["kind"];
  readonly from: number;
  to: number | null;
}

export function markReader(): MarkReader {
  const pieces: string[] = [];
  let length = 0;
  let quoteDepth = 0;
  const open: {
    readonly name: string;
    readonly mark: ElementMark | null;
    readonly stretch: Stretch | null;
  }[] = [];
  const stretches: Stretch[] = [];

  return {
    open(name, attributes) {
      if (name === "blockquote") {
        if (quoteDepth === 0) {
          for (const { mark, stretch } of open) {
            if (mark?.reaches === "blockquote" && stretch?.to === null) stretch.to = length;
          }
        }
        quoteDepth += 1;
      }
      const mark = quoteDepth > 0 || stretches.length >= mostMarks ? null : elementMark(name, attributes);
      const stretch = mark === null ? null : { kind: mark.kind, from: length, to: null };
      if (stretch !== null) stretches.push(stretch);
      if (!empty.has(name)) open.push({ name, mark, stretch });
    },
    close(name) {
      if (empty.has(name)) return;
      if (name === "blockquote") quoteDepth = Math.max(0, quoteDepth - 1);
      const closed = open.at(-1)?.name === name ? open.pop() : undefined;
      // Without a quote in it, a container of quotes says nothing.
      if (closed?.stretch?.to === null && closed.mark?.reaches !== "end") {
        closed.stretch.to = closed.mark?.reaches === "blockquote" ? closed.stretch.from : length;
      }
    },
    write(words) {
      const letters = lettersOf(words);
      pieces.push(letters);
      length += letters.length;
    },
    marks() {
      if (stretches.length === 0) return [];
      const letters = pieces.join("");
      return stretches.map(({ kind, from, to }) => {
        const end = to ?? letters.length;
        return {
          kind,
          words: letters.slice(from, Math.min(end, from + longestMark)),
          after: letters.slice(end, end + 60),
        };
      });
    },
  };
}
