import type { Storage } from "@heedkit/core";
import type { Contender } from "../harness.ts";

/** A database to measure on: a new place for each contender, all gone afterwards. */
export interface Ground {
  /** What a person would write: the rows of each message by prepared INSERTs in a transaction, one after the other. */
  byHand(lettersInRound: number): Promise<Contender & { close(): Promise<void> | void }>;
  storage(): Promise<Storage>;
  clear(): Promise<void>;
}
