import { black, type Colour, white } from "./colour.ts";

/** How an element looks to the reader of the result. */
export interface Look {
  /** Nothing in it is visible. */
  readonly hidden: boolean;
  readonly opacity: number;
  readonly visible: boolean;
  /** In pixels. */
  readonly fontSize: number;
  readonly colour: Colour;
  /** Null in front of a picture or gradient: text colours are not kept there, so that it stays readable. */
  readonly background: Colour | null;
  /** Remaining pixels for margins and paddings: many small ones could push text off the page. */
  readonly room: number;
}

export const pageLook: Look = {
  hidden: false,
  opacity: 1,
  visible: true,
  fontSize: 16,
  colour: black,
  background: white,
  room: 2_000,
};
