import type { Storage } from "@heedkit/core";
import type { Contender } from "../harness.ts";

/** Hand-written code for the same rows. */
export interface ByHand extends Contender {
  close(): Promise<void>;
}

/** A database to measure on. */
export interface Ground {
  /** An empty storage for a desk that receives this many messages at once. */
  storage(width: number): Promise<Storage> | Storage;
  /** The same rows by hand, this many messages at once if the driver can. */
  byHand(width: number, lettersInRound: number): Promise<ByHand>;
  close(): Promise<void>;
}
