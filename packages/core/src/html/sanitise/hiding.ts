import { colourOf } from "./colour.ts";
import { type Declarations, tokensOf } from "./declarations.ts";
import { pixelsOf } from "./lengths.ts";

/** Content further out than this, in pixels, is out of sight. */
const farOut = 200;
const farBeyond = 2_000;
/** Below this an element is invisible. */
const faintest = 0.2;

/** Whether an element hides everything in it, regardless of its children's styles. */
export function hidesAll(declared: Declarations, fontSize: number): boolean {
  const value = (property: string) => declared.get(property) ?? "";
  const pixels = (property: string) => pixelsOf(value(property), fontSize);
  return (
    value("display") === "none" ||
    value("content-visibility") === "hidden" ||
    value("mso-hide") === "all" ||
    isFaint(amountOf(/opacity\(([^()]{0,20})\)/.exec(value("filter"))?.[1])) ||
    (pixels("zoom") ?? 1) < faintest ||
    isClipped(value("clip")) ||
    isClipped(value("clip-path")) ||
    isShrunk(declared, fontSize) ||
    isMovedAway(declared, fontSize)
  );
}

/** The opacity of an element inside one with opacity `outer`. */
export function opacityOf(declared: Declarations, outer: number): number {
  return outer * amountOf(declared.get("opacity"));
}

/** A share such as `0.5` or `50%`; 1 if there is none. */
function amountOf(value = "1"): number {
  const number = value.trim().endsWith("%") ? Number(value.trim().slice(0, -1)) / 100 : Number(value);
  return Number.isNaN(number) ? 1 : Math.min(1, Math.max(0, number));
}

export function isFaint(opacity: number): boolean {
  return opacity < faintest;
}

/** A box without size that clips its content. */
function isShrunk(declared: Declarations, fontSize: number): boolean {
  const cuts = ["overflow", "overflow-x", "overflow-y"].some((property) =>
    /hidden|clip|scroll|auto/.test(declared.get(property) ?? ""),
  );
  if (!cuts) return false;
  return ["width", "height", "max-width", "max-height", "inline-size", "block-size"].some((property) => {
    const size = pixelsOf(declared.get(property) ?? "", fontSize);
    return size !== null && size <= 4;
  });
}

function isMovedAway(declared: Declarations, fontSize: number): boolean {
  const isOut = (property: string, least: number, most: number) => {
    const value = declared.get(property);
    if (value === undefined) return false;
    return tokensOf(value).some((token) => {
      const distance = pixelsOf(token, fontSize);
      return distance !== null && (distance <= least || distance >= most);
    });
  };
  const isPlaced = !["", "static"].includes(declared.get("position") ?? "");
  const sides = ["left", "right", "top", "bottom", "inset"];
  const margins = ["margin", "margin-left", "margin-right", "margin-top", "margin-bottom"];
  return (
    isOut("text-indent", -100, farOut) ||
    isOut("letter-spacing", -5, farOut) ||
    isOut("word-spacing", -farOut, farBeyond) ||
    margins.some((property) => isOut(property, -farOut, farBeyond)) ||
    (isPlaced && sides.some((property) => isOut(property, -farOut, farBeyond))) ||
    isTransformedAway(transformOf(declared), fontSize)
  );
}

/** The transforms of an element, as one list of functions. */
function transformOf(declared: Declarations): string {
  const calls = [declared.get("transform") ?? ""];
  for (const property of ["translate", "scale"]) {
    const amounts = declared.get(property);
    if (amounts !== undefined) calls.push(`${property}(${amounts})`);
  }
  // An unclosed bracket ends with its value.
  return calls.join(")");
}

function isTransformedAway(transform: string, fontSize: number): boolean {
  for (const call of transform.split(")")) {
    const open = call.lastIndexOf("(");
    if (open === -1) continue;
    const name =
      call
        .slice(0, open)
        .split(/[^a-z0-9]/)
        .at(-1) ?? "";
    const amounts = tokensOf(call.slice(open + 1, open + 101)).map((token) => pixelsOf(token, fontSize) ?? 0);
    if (name.startsWith("translate") && amounts.some((by) => Math.abs(by) >= farOut)) return true;
    if (name.startsWith("scale") && amounts.some((by) => Math.abs(by) < faintest)) return true;
    if (name === "matrix" && (amounts[0] === 0 || amounts[3] === 0)) return true;
  }
  return false;
}

function isClipped(value: string): boolean {
  return value !== "" && value !== "auto" && value !== "none";
}

/** What a background declaration means: a colour, nothing, or something that only a browser can resolve. */
export function backgroundOf(declared: Declarations): ReturnType<typeof colourOf> | "unknown" | "none" {
  const image = declared.get("background-image") ?? "none";
  const value = declared.get("background-color") ?? declared.get("background");
  if (image !== "none") return "unknown";
  if (value === undefined || value === "none" || value === "inherit" || value === "initial") return "none";
  const colour = colourOf(value);
  if (colour === null) return "unknown";
  return colour[3] < faintest ? "none" : colour;
}
