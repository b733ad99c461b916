/** One property of a component: `DTSTART;VALUE=DATE:20260501`. Names of properties and parameters are in upper case. */
export interface Property {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

const LINE_END = /\r\n|\n|\r/;
const NAME = /[A-Za-z0-9-]+/y;
/** A comma separates the values, so each character matches in one way only. */
const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/y;

/** The lines of a text with folded ones joined (RFC 5545 s.3.1), without blank ones and a byte order mark. */
export function unfold(text: string): readonly string[] {
  const lines: string[][] = [];
  for (const line of text.replace(/^\uFEFF/, "").split(LINE_END)) {
    const last = lines.at(-1);
    if (last !== undefined && (line.startsWith(" ") || line.startsWith("\t"))) last.push(line.slice(1));
    else lines.push([line]);
  }
  return lines.map((parts) => parts.join("")).filter((line) => line.trim() !== "");
}

/** Parses a line; null if it is not a property. */
export function readProperty(line: string): Property | null {
  NAME.lastIndex = 0;
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return null;
  const parameters = new Map<string, string>();
  let at = name.length;
  while (line[at] === ";") {
    PARAMETER.lastIndex = at;
    const [whole = "", parameter = "", value = ""] = PARAMETER.exec(line) ?? [];
    if (whole === "") return null;
    parameters.set(parameter.toUpperCase(), value.replaceAll('"', "").trim());
    at += whole.length;
  }
  if (line[at] !== ":") return null;
  return { name: name.toUpperCase(), parameters, value: line.slice(at + 1).trim() };
}

/** A TEXT value, unescaped (RFC 5545 s.3.3.11). */
export function plainText(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_escape, character: string) =>
    character.toLowerCase() === "n" ? "\n" : character,
  );
}
