import { Parser } from "htmlparser2";

/** Far above what mail programs write; parsers take time with the square of it. */
const deepestNesting = 500;
const pieceLength = 4096;

/** As much of the HTML as nests no deeper than can be read in reasonable time. */
export function boundedHtml(html: string): string {
  let depth = 0;
  const parser = new Parser({
    onopentagname: () => {
      depth += 1;
    },
    onclosetag: () => {
      depth -= 1;
    },
  });
  for (let start = 0; start < html.length; start += pieceLength) {
    parser.write(html.slice(start, start + pieceLength));
    if (depth > deepestNesting) return html.slice(0, start);
  }
  return html;
}
