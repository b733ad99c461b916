import { colourOf } from "./colour.ts";
import { type Declarations, tokensOf } from "./declarations.ts";
import { pixelsOf } from "./lengths.ts";
import type { Look } from "./look.ts";

/** Whether a value is allowed; the space that it takes from its element is reported separately. */
type Check = (value: string, look: Look) => boolean;

const isColour: Check = (value) => colourOf(value) !== null;
const oneOf = (...words: readonly string[]): Check => {
  const allowed = new Set(words);
  return (value) => allowed.has(value);
};

/** Words of a value that are each a plain word, a colour, or a length from zero up to a number of pixels. */
const lengthsUpTo =
  (most: number): Check =>
  (value, { fontSize }) => {
    const tokens = tokensOf(value);
    return (
      tokens.length <= 6 &&
      tokens.every((token) => {
        const pixels = pixelsOf(token, fontSize);
        if (pixels !== null) return pixels >= 0 && pixels <= most;
        return /^[a-z-]{1,30}$/.test(token) || colourOf(token) !== null;
      })
    );
  };

/** A line that is high enough for its text. */
const lineHeight: Check = (value, { fontSize }) => {
  if (value === "normal") return true;
  const factor = /^\d{1,2}(?:\.\d{1,6})?$/.test(value) ? Number(value) * fontSize : null;
  const pixels = factor ?? pixelsOf(value, fontSize, fontSize);
  return pixels !== null && pixels >= fontSize * 0.8 && pixels <= 200;
};

const families: Check = (value) => /^[a-z0-9 ,'"_-]{1,200}$/.test(value) && hasPairedQuotes(value);
const space = lengthsUpTo(400);
const box = lengthsUpTo(2_000);
const border = lengthsUpTo(50);

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["color", (value, look) => value === "inherit" || (look.background !== null && isColour(value, look))],
  ["background-color", isColour],
  ["font-family", families],
  ["font-style", oneOf("normal", "italic", "oblique")],
  ["font-weight", (value) => /^(?:normal|bold|bolder|lighter|[1-9]00)$/.test(value)],
  ["line-height", lineHeight],
  ["text-align", oneOf("left", "right", "center", "justify", "start", "end")],
  ["text-decoration", (value) => /^[a-z -]{1,60}$/.test(value)],
  ["vertical-align", oneOf("baseline", "top", "middle", "bottom", "sub", "super", "text-top", "text-bottom")],
  ["white-space", oneOf("normal", "nowrap", "pre", "pre-wrap", "pre-line")],
  ["list-style-type", (value) => /^[a-z-]{1,30}$/.test(value)],
  ...["", "-top", "-right", "-bottom", "-left"].flatMap((side): readonly [string, Check][] => [
    [`margin${side}`, space],
    [`padding${side}`, space],
    [`border${side}`, border],
  ]),
  ["border-color", border],
  ["border-style", border],
  ["border-width", border],
  ["border-collapse", oneOf("collapse", "separate")],
  ["border-radius", space],
  ["width", box],
  ["max-width", box],
  ["height", box],
]);

/** The part of a style that is kept, and the remaining space. */
export interface KeptStyle {
  readonly style: string;
  readonly room: number;
}

/** Depends only on the declarations, and on the look's font size, background and space. */
export function keptStyle(declared: Declarations, look: Look): KeptStyle {
  const kept: string[] = [];
  let room = look.room;
  for (const [property, value] of declared) {
    if (property === "font-size") {
      if (look.fontSize >= 5) kept.push(`font-size:${look.fontSize}px`);
      continue;
    }
    // The shorthand is kept for its most common use: a colour.
    const name = property === "background" && colourOf(value) !== null ? "background-color" : property;
    if (checks.get(name)?.(value, look) !== true) continue;
    if (/^(?:margin|padding)/.test(name)) {
      const taken = Math.max(0, ...tokensOf(value).map((token) => pixelsOf(token, look.fontSize) ?? 0));
      if (taken > room) continue;
      room -= taken;
    }
    kept.push(`${name}:${value}`);
  }
  return { style: kept.join(";"), room };
}

function hasPairedQuotes(value: string): boolean {
  return ['"', "'"].every((quote) => !value.includes(quote) || value.split(quote).length % 2 === 1);
}
