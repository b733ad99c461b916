import type { Storage } from "@heedkit/core";
import type { Contender } from "../harness.ts";

/** What a person would write for the same rows. */
export interface ByHand extends Contender {
  close(): Promise<void>;
}

/** A database to measure on. */
export interface Ground {
  /** An empty storage for a desk that takes in so many messages at once. */
  storage(width: number): Promise<Storage> | Storage;
  /** The same rows by hand, so many messages at once where the driver can. */
  byHand(width: number, lettersInRound: number): Promise<ByHand>;
  close(): Promise<void>;
}
