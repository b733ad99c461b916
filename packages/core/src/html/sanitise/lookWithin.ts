import { isAllowed } from "./allowed.ts";
import { black, type Colour, colourOf, isReadable } from "./colour.ts";
import { type Declarations, tokensOf } from "./declarations.ts";
import { backgroundOf, isFaint, opacityOf } from "./hiding.ts";
import { fontSizeOf } from "./lengths.ts";
import type { Look } from "./look.ts";
import type { Style } from "./styleReader.ts";

/** Smaller text is not read. */
const smallestFont = 5;
export const largestFont = 100;

const own: Readonly<Record<string, { readonly colour?: Colour; readonly background?: Colour }>> = {
  a: { colour: [0, 0, 238, 1] },
  mark: { background: [255, 255, 0, 1], colour: black },
};
const smaller: ReadonlySet<string> = new Set(["small", "sub", "sup"]);
const fontSizes = [10, 13, 16, 18, 24, 32, 48];

/** What an element changes about the look of its parent. */
export function lookWithin(
  outer: Look,
  name: string,
  attributes: ReadonlyMap<string, string>,
  { declared, hides }: Style,
): Look {
  if (attributes.size === 0 && !Object.hasOwn(own, name) && !smaller.has(name)) return outer;
  const fontSize = fontSizeWithin(outer, name, attributes, declared);
  const opacity = opacityOf(declared, outer.opacity);
  const background = backgroundWithin(outer, name, attributes, declared);
  const visibility = declared.get("visibility");
  return {
    hidden: outer.hidden || attributes.has("hidden") || isFaint(opacity) || hides(fontSize),
    opacity,
    visible: visibility === undefined ? outer.visible : visibility !== "hidden" && visibility !== "collapse",
    fontSize,
    background,
    colour: colourWithin(outer, name, attributes, declared, background),
    room: outer.room,
  };
}

/** Whether text directly in the element is visible to people. */
export function showsText({ hidden, visible, fontSize, colour, background }: Look): boolean {
  if (hidden || !visible || fontSize < smallestFont) return false;
  return colour[3] >= 0.2 && (background === null || isReadable(colour, background));
}

function fontSizeWithin(
  { fontSize: outer }: Look,
  name: string,
  attributes: ReadonlyMap<string, string>,
  declared: Declarations,
): number {
  const byAttribute = name === "font" ? fontSizes[Number(attributes.get("size") ?? 0) - 1] : undefined;
  const byElement = byAttribute ?? (smaller.has(name) ? outer * 0.83 : outer);
  const font = declared.get("font");
  const value =
    declared.get("font-size") ??
    (font === undefined ? undefined : tokensOf(font).find((token) => fontSizeOf(token, outer) !== null));
  const size = value === undefined ? byElement : (fontSizeOf(value, outer) ?? byElement);
  return Math.min(largestFont, Math.round(size * 100) / 100);
}

function backgroundWithin(
  outer: Look,
  name: string,
  attributes: ReadonlyMap<string, string>,
  declared: Declarations,
): Colour | null {
  if (attributes.has("background")) return null;
  const byStyle = backgroundOf(declared);
  if (byStyle === "unknown" || byStyle === null) return null;
  if (byStyle !== "none") return byStyle;
  const bgcolor = attributes.get("bgcolor") ?? "";
  const byAttribute = name === "body" || isAllowed(name, "bgcolor", bgcolor) ? colourOf(bgcolor) : null;
  return byAttribute ?? own[name]?.background ?? outer.background;
}

function colourWithin(
  outer: Look,
  name: string,
  attributes: ReadonlyMap<string, string>,
  declared: Declarations,
  background: Colour | null,
): Colour {
  if (declared.get("color") === "inherit") return outer.colour;
  const filled = colourOf(declared.get("-webkit-text-fill-color") ?? "");
  const byStyle = colourOf(declared.get("color") ?? "");
  const byAttribute =
    name === "font" || name === "body" ? attributes.get(name === "body" ? "text" : "color") : "";
  const given = filled ?? byStyle ?? colourOf(byAttribute ?? "");
  if (given !== null && given[3] < 0.2) return given;
  // In front of a picture only the reader's own colour is sure to be readable.
  if (background === null) return black;
  return given ?? own[name]?.colour ?? outer.colour;
}
