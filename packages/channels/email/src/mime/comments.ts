/** A header value without its comments (RFC 5322 s.3.2.2), which nest; one that is not closed runs to the end. */
export function withoutComments(field: string): string {
  if (!field.includes("(")) return field;
  let kept = "";
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < field.length; index += 1) {
    const character = field[index] ?? "";
    if (character === "\\") {
      if (depth === 0) kept += field.slice(index, index + 2);
      index += 1;
      continue;
    }
    if (character === '"' && depth === 0) isQuoted = !isQuoted;
    if (character === "(" && !isQuoted) depth += 1;
    else if (character === ")" && depth > 0) depth -= 1;
    else if (depth === 0) kept += character;
  }
  return kept;
}
