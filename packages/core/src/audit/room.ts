import { SupportError } from "../errors/index.ts";
import type { Room } from "../kernel/index.ts";
import { auditBlocks, auditEntries } from "./schema.ts";
import { keyProblems } from "./signing.ts";
import { type AuditState, auditState } from "./state.ts";
import { type AuditOptions, auditSweep } from "./sweep.ts";

/**
 * The seal over the events.
 *
 * @throws SupportError INVALID_CONFIGURATION for invalid times and weak keys.
 */
export function auditRoom(options: AuditOptions = {}): Room {
  const { keys = [] } = options;
  const wrongTimes = (["sealEveryMs", "settleMs"] as const).filter((name) => {
    const value = options[name];
    return value !== undefined && !(Number.isFinite(value) && value >= 0);
  });
  const problems = [
    ...wrongTimes.map((name) => `audit.${name}: must be 0 or a positive number.`),
    ...keyProblems(keys),
  ];
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n- ${problem}`).join("");
    throw new SupportError("INVALID_CONFIGURATION", `Invalid audit options:${list}`, {
      details: { problems },
    });
  }
  return {
    tables: [auditBlocks, auditEntries],
    sweeps: [auditSweep(options)],
    state: { id: auditState.id, value: { keys } satisfies AuditState },
  };
}
