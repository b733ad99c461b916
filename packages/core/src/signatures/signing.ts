import { type Read, stateKey } from "../kernel/index.ts";
import type { Signature } from "./schema.ts";

/** Whose message a signature ends. */
export interface SignedMessage {
  readonly caseId: string;
  /** The agent who wrote it; null where it was the host. */
  readonly agentId: string | null;
  /** What was written. A signature that it ends with already isn't put below it again. */
  readonly text: string;
}

/** What is done with signatures, which are templates. */
export interface Signing {
  /** @throws SupportError TEMPLATE_INVALID naming each unknown variable and what was probably meant */
  check(read: Read, signature: Signature, label: string): Promise<void>;
  /** The signature of the agent, else of the case's brand, filled in; null where there is none. */
  sign(read: Read, message: SignedMessage): Promise<Signature | null>;
}

/** Set by the room of templates, which is above the rooms that keep and use signatures. */
export const signing = stateKey<{ readonly signing: Signing }>("templates");
