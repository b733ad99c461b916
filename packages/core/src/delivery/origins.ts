import { type Read, stateKey } from "../kernel/index.ts";

/** Where a delivery came from, as far as its channel tells. */
export interface Origin {
  /** IP address of the peer. */
  readonly address: string | null;
  /** Sender of the envelope. */
  readonly sender: string | null;
}

/** What the caps on automatic messages need to know of the mail that caused one. */
export interface Origins {
  originOf(read: Pick<Read, "get">, inboundId: string): Promise<Origin>;
}

/** Intake is a room above: it answers through its state. */
export const origins = stateKey<Origins>("intake");
