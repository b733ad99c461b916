import { colourOf } from "./sanitise/colour.ts";

/** Whether a text is a colour as style sheets write it, and nothing besides. */
export function isColour(value: string): boolean {
  return colourOf(value) !== null;
}
