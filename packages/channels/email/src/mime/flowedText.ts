/**
 * Joins the lines of `format=flowed` text (RFC 3676 s.4): a line that ends in a space goes on in the next one of the same
 * quote depth. Joining across depths would put an answer into the quote above it.
 */
export function joinFlowedLines(text: string, deletesSpace: boolean): string {
  const joined: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  const endParagraph = () => {
    if (paragraph.length > 0) joined.push(`${depth > 0 ? `${">".repeat(depth)} ` : ""}${paragraph.join("")}`);
    paragraph = [];
  };
  for (const line of text.split("\n")) {
    const marks = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(marks).replace(/^ /, "");
    if (marks !== depth) endParagraph();
    depth = marks;
    const isSignatureMark = content === "-- ";
    if (isSignatureMark) endParagraph();
    const goesOn = content.endsWith(" ") && !isSignatureMark;
    paragraph.push(goesOn && deletesSpace ? content.slice(0, -1) : content);
    if (!goesOn) endParagraph();
  }
  endParagraph();
  return joined.join("\n");
}
