import type { BounceCause } from "./bounceCause.ts";

/** A cause, who words it so, and the words in their comparable form. */
export type CauseRow = readonly [cause: BounceCause, saidBy: string, phrases: readonly string[]];
