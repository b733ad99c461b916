import { type Declarations, declarationsOf } from "./declarations.ts";
import { hidesAll } from "./hiding.ts";
import type { Look } from "./look.ts";
import { type KeptStyle, keptStyle } from "./style.ts";

/** A parsed `style` attribute, and its effects in context. */
export interface Style {
  readonly declared: Declarations;
  /** Whether it hides everything in its element. */
  hides(fontSize: number): boolean;
  /** The part that is kept in an element with this look. */
  kept(look: Look): KeptStyle;
}

/** Maximum cached styles, and looks per style; beyond that each is parsed every time. */
const mostStyles = 1_000;
const mostPlaces = 50;

/** Reads the styles of one document. Newsletters repeat theirs in every cell, so results are cached. */
export function styleReader(): (style: string) => Style {
  const known = new Map<string, Style>();
  return (style) => {
    const found = known.get(style);
    if (found !== undefined) return found;
    const read = readStyle(style);
    if (known.size < mostStyles) known.set(style, read);
    return read;
  };
}

function readStyle(style: string): Style {
  const declared = declarationsOf(style);
  if (declared.size === 0) {
    return { declared, hides: () => false, kept: ({ room }) => ({ style: "", room }) };
  }
  const hides = remembered(
    (fontSize: number) => fontSize,
    (fontSize) => hidesAll(declared, fontSize),
  );
  // Everything in a look that affects what is kept.
  const place = ({ fontSize, room, background }: Look) => `${fontSize} ${room} ${background === null}`;
  return { declared, hides, kept: remembered(place, (look) => keptStyle(declared, look)) };
}

function remembered<Given, Read>(keyOf: (given: Given) => string | number, read: (given: Given) => Read) {
  const known = new Map<string | number, Read>();
  return (given: Given): Read => {
    const key = keyOf(given);
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = read(given);
    if (known.size < mostPlaces) known.set(key, value);
    return value;
  };
}
