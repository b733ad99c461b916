import { Parser } from "htmlparser2";

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
/** Quotes within quotes that are marked; deeper ones look like the deepest. */
const deepestQuote = 20;

/**
 * The text that a reader of this HTML sees: paragraphs as lines, list items with a dash, quotes with `> `, links with
 * their address where the words do not say it.
 */
export function htmlToText(html: string): string {
  const lines: string[] = [];
  let line = "";
  let quoteDepth = 0;
  let silentDepth = 0;
  let preformattedDepth = 0;
  let link: { readonly address: string; text: string } | null = null;

  const endLine = (isSpaced: boolean) => {
    const mark = "> ".repeat(Math.min(quoteDepth, deepestQuote));
    if (line.trim() !== "") lines.push(mark + line.trimEnd());
    line = "";
    if (isSpaced && lines.length > 0 && lines.at(-1)?.replaceAll("> ", "") !== "") lines.push(mark);
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (silent.has(name)) silentDepth += 1;
      if (silentDepth > 0) return;
      if (blocks.has(name)) endLine(spaced.has(name));
      if (name === "br") {
        lines.push("> ".repeat(Math.min(quoteDepth, deepestQuote)) + line.trimEnd());
        line = "";
      }
      if (name === "blockquote") quoteDepth += 1;
      if (name === "pre") preformattedDepth += 1;
      if (name === "li") line = "- ";
      if (name === "hr") lines.push("________________________________");
      if (name === "a") link = { address: attributes.href ?? "", text: "" };
      if (name === "img" && attributes.alt) line += `[${attributes.alt}]`;
      if ((name === "td" || name === "th") && line !== "" && !line.endsWith(" ")) line += " ";
    },
    ontext(text) {
      if (silentDepth > 0) return;
      if (preformattedDepth > 0) {
        const [first = "", ...rest] = text.split("\n");
        line += first;
        for (const next of rest) {
          lines.push("> ".repeat(Math.min(quoteDepth, deepestQuote)) + line);
          line = next;
        }
        return;
      }
      const words = text.replace(/[ \t\r\n\f]+/g, " ");
      if (link !== null) link.text += words;
      line += line === "" || line.endsWith(" ") ? words.replace(/^ /, "") : words;
    },
    onclosetag(name) {
      if (silent.has(name)) silentDepth = Math.max(0, silentDepth - 1);
      if (silentDepth > 0) return;
      if (name === "a" && link !== null) {
        if (/^https?:/i.test(link.address) && !link.text.includes(link.address)) line += ` <${link.address}>`;
        link = null;
      }
      if (blocks.has(name)) endLine(spaced.has(name));
      if (name === "blockquote") quoteDepth = Math.max(0, quoteDepth - 1);
      if (name === "pre") preformattedDepth = Math.max(0, preformattedDepth - 1);
    },
  });
  parser.end(html);
  endLine(false);
  return lines
    .join("\n")
    .replaceAll("\u00a0", " ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
