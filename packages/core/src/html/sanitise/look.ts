import { black, type Colour, white } from "./colour.ts";

/** How an element looks to whoever reads the result. */
export interface Look {
  /** Nothing in it is seen. */
  readonly hidden: boolean;
  readonly opacity: number;
  readonly visible: boolean;
  /** In pixels. */
  readonly fontSize: number;
  readonly colour: Colour;
  /** Null behind a picture or a gradient: colours of text are not kept there, so that it can be read. */
  readonly background: Colour | null;
  /** Pixels that margins and paddings may still take: many small ones would push text out of the page. */
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
