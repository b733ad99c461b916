/** A structured value such as `text/plain; charset=utf-8`. */
export interface StructuredValue {
  /** Lower-case, without parameters. */
  readonly value: string;
  /** By lower-case name, first one wins; RFC 2231 forms are left as they are. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Takes a `Content-Type`, `Content-Disposition` or similar value apart, in one pass whatever it holds. */
export function parseStructuredValue(field: string): StructuredValue {
  const parameters = new Map<string, string>();
  const [head = "", ...rest] = splitOutsideQuotes(field);
  for (const part of rest) {
    const equals = part.indexOf("=");
    if (equals < 1) continue;
    const name = part.slice(0, equals).trim().toLowerCase();
    if (!parameters.has(name)) parameters.set(name, unquote(part.slice(equals + 1).trim()));
  }
  return { value: head.replace(/\(.*$/s, "").trim().toLowerCase(), parameters };
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
    if (text[index] === "\\") index += 1;
    content += text[index] ?? "";
  }
  return content;
}
