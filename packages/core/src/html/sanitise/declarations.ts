/** Maximum length of a `style` that is parsed. */
const longestStyle = 4_000;

export type Declarations = ReadonlyMap<string, string>;

/**
 * The declarations of a `style` attribute by property, in lower case; the last one of a property wins. Those with
 * escapes are dropped, as no mail client writes them.
 */
export function declarationsOf(style: string): Declarations {
  const found = new Map<string, string>();
  if (style.length > longestStyle) return found;
  for (const declaration of split(withoutComments(style), ";", ";")) {
    const colon = declaration.indexOf(":");
    if (colon < 1 || declaration.includes("\\")) continue;
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    const important = value.toLowerCase().lastIndexOf("!");
    found.delete(property);
    found.set(property, (important < 0 ? value : value.slice(0, important)).trim().toLowerCase());
  }
  return found;
}

const betweenTokens = " ,\t\n\r\f/";
const anyBetweenTokens = /[ ,\t\n\r\f/]/;

/** The words of a value: separated by white space and commas, with functions and quoted names intact. */
export function tokensOf(value: string): readonly string[] {
  return split(value, betweenTokens, anyBetweenTokens).filter((token) => token !== "");
}

function withoutComments(style: string): string {
  let text = "";
  let from = 0;
  for (;;) {
    const open = style.indexOf("/*", from);
    if (open < 0) return text + style.slice(from);
    text += `${style.slice(from, open)} `;
    const close = style.indexOf("*/", open + 2);
    if (close < 0) return text;
    from = close + 2;
  }
}

/** Parts between separators that are not in quotes or brackets. */
function split(text: string, separators: string, anyOfThem: string | RegExp): readonly string[] {
  if (!/["'()]/.test(text)) return text.split(anyOfThem);
  const parts: string[] = [];
  let quote = "";
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "(") depth++;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0 && separators.includes(character)) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
