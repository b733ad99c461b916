import { stateKey } from "../kernel/index.ts";
import type { AuditKey } from "./signing.ts";

/** The state of the room's operations. */
export interface AuditState {
  readonly keys: readonly AuditKey[];
}

export const auditState = stateKey<AuditState>("audit");
