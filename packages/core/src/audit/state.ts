import { stateKey } from "../kernel/index.ts";
import type { AuditKey } from "./signing.ts";

/** What the room's operations work with. */
export interface AuditState {
  readonly keys: readonly AuditKey[];
}

export const auditState = stateKey<AuditState>("audit");
