/** A structured value such as `text/plain; charset=utf-8`. */
export interface StructuredValue {
  /** Lower-case, without parameters. */
  readonly value: string;
  /** By lower-case name, first one wins; RFC 2231 forms are left as they are. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Parameters recognised even if the `;` before them is missing. */
const forgottenSemicolon =
  /(?<![\s,])[\s,]+(?=(?:charset|boundary|(?:file)?name|format|delsp|type|method|report-type|protocol|micalg|size)\*?\d{0,3}\*?\s{0,9}=)/i;

/**
 * Takes a `Content-Type`, `Content-Disposition` or similar value apart, in one pass whatever it holds. Tolerates a missing
 * `;` before a parameter, as fields have that were folded by hand.
 */
export function parseStructuredValue(field: string): StructuredValue {
  const parameters = new Map<string, string>();
  const [head = "", ...rest] = splitOutsideQuotes(field).flatMap(splitAtKnownNames);
  for (const part of rest) {
    const equals = part.indexOf("=");
    if (equals < 1) continue;
    const name = part.slice(0, equals).trim().toLowerCase();
    if (!parameters.has(name)) parameters.set(name, unquote(part.slice(equals + 1).trim()));
  }
  const value = head.replace(/\(.*$/s, "").trim().toLowerCase();
  const bare = value.replace(/^["']{1,10}/, "").replace(/["',:]{1,10}$/, "");
  return { value: bare.replace(/\s{0,9}\/\s{0,9}/, "/"), parameters };
}

/** A quoted value ends where its quotes do; a file name without quotes may hold blanks, and anything behind them. */
function splitAtKnownNames(part: string): readonly string[] {
  const quote = part.indexOf('"');
  if (quote === -1)
    return /^\s*(?:file)?name\*?\d{0,3}\*?\s*=/i.test(part) ? [part] : part.split(forgottenSemicolon);
  const close = part.indexOf('"', quote + 1);
  const before = part.slice(0, quote).split(forgottenSemicolon);
  const after = close === -1 ? [] : part.slice(close + 1).split(forgottenSemicolon);
  const quoted = part.slice(quote, close === -1 ? part.length : close + 1);
  const last = before.pop() ?? "";
  return [...before, last + quoted + (after.shift() ?? ""), ...after];
}

function splitOutsideQuotes(field: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < field.length; index += 1) {
    const character = field[index];
    if (character === "\\" && isQuoted) index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ";" && !isQuoted) {
      parts.push(field.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(field.slice(start));
  return parts;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text.replace(/\s\(.*$/s, "").trimEnd();
  let content = "";
  for (let index = 1; index < text.length && text[index] !== '"'; index += 1) {
    // A folder of Windows has single backslashes, which escape nothing.
    if (text[index] === "\\" && /["\\]/.test(text[index + 1] ?? "")) index += 1;
    content += text[index] ?? "";
  }
  return content;
}
