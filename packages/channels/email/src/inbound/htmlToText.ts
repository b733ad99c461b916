import { Parser } from "htmlparser2";
import { isCitation } from "../reply/htmlMarks.ts";
import type { ReplyMark } from "../reply/replyMarks.ts";
import { type MarkReader, markReader } from "./markReader.ts";
import { type TextLines, textLines } from "./textLines.ts";

const blocks = new Set([
  ...[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "form",
  ],
  ...["h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table"],
  ...["tbody", "tr", "ul"],
]);
const spaced = new Set(["p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"]);
const silent = new Set(["head", "script", "style", "template", "title", "noscript"]);

/**
 * The text that a reader of this HTML sees: paragraphs as lines, list items with a dash, quotes with `> `, links with
 * their address where the words do not say it.
 */
export function htmlToText(html: string): string {
  const lines = textLines();
  read(html, lines, null);
  return lines.text();
}

/** The quotes and signatures that clients mark in this HTML. */
export function htmlMarks(html: string): readonly ReplyMark[] {
  const marks = markReader();
  read(html, textLines(), marks);
  return marks.marks();
}

function read(html: string, lines: TextLines, marks: MarkReader | null): void {
  const citations: boolean[] = [];
  let silentDepth = 0;
  let preformattedDepth = 0;
  let link: { readonly address: string; readonly words: string[] } | null = null;
  const write = (words: string) => {
    lines.write(words);
    marks?.write(words);
  };

  const parser = new Parser({
    onopentag(name, attributes) {
      if (silent.has(name)) silentDepth += 1;
      if (silentDepth > 0) return;
      marks?.open(name, attributes);
      if (blocks.has(name)) lines.end(spaced.has(name));
      if (name === "br") lines.break();
      if (name === "blockquote") {
        citations.push(isCitation(attributes));
        if (citations.at(-1)) lines.quote(1);
      }
      if (name === "pre") preformattedDepth += 1;
      if (name === "li") lines.write("- ");
      if (name === "hr") lines.rule();
      if (name === "a") link = { address: attributes.href ?? "", words: [] };
      if (name === "img" && attributes.alt) write(`[${attributes.alt}]`);
      if (name === "td" || name === "th") lines.space();
    },
    ontext(text) {
      if (silentDepth > 0) return;
      if (preformattedDepth > 0) {
        marks?.write(text);
        return lines.writePreformatted(text);
      }
      const words = text.replace(/[ \t\r\n\f]+/g, " ");
      link?.words.push(words);
      write(words);
    },
    onclosetag(name) {
      if (silent.has(name)) silentDepth = Math.max(0, silentDepth - 1);
      if (silentDepth > 0) return;
      if (name === "a" && link !== null) {
        if (/^https?:/i.test(link.address) && !link.words.join("").includes(link.address)) {
          write(` <${link.address}>`);
        }
        link = null;
      }
      if (name === "blockquote") {
        lines.end(false);
        if (citations.pop()) lines.quote(-1);
      }
      if (blocks.has(name)) lines.end(spaced.has(name));
      if (name === "pre") preformattedDepth = Math.max(0, preformattedDepth - 1);
      marks?.close(name);
    },
  });
  parser.end(html);
}
