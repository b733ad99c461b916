import { SupportError } from "../errors/index.ts";
import { authorize, type Context, type Room } from "../kernel/index.ts";
import { headOf, readerOf } from "./chain.ts";
import { type RedactInput, redact } from "./redact.ts";
import { type AuditHead, auditBlocks, auditEntries } from "./schema.ts";
import { sealTenant } from "./seal.ts";
import { keyProblems } from "./signing.ts";
import { type AuditOptions, auditSweep } from "./sweep.ts";
import { type VerifyInput, verify } from "./verify.ts";

/**
 * The seal over the events. `bind(context)` is `support.audit`.
 *
 * @throws SupportError INVALID_CONFIGURATION for times that are none and keys that are too weak.
 */
export function auditRoom(options: AuditOptions = {}) {
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
    throw new SupportError("INVALID_CONFIGURATION", `The audit is set up wrong:${list}`, {
      details: { problems },
    });
  }
  const room = { tables: [auditBlocks, auditEntries], sweeps: [auditSweep(options)] } satisfies Room;

  const bind = (context: Context) => ({
    /** Seals everything that is committed, now, also what came late; returns how far the seal reaches then. */
    seal: async (): Promise<AuditHead> => {
      await authorize(context, "audit.manage");
      const all = Number.POSITIVE_INFINITY;
      await sealTenant(context, { until: all, blocks: all, isThorough: true });
      return headOf(readerOf(context), context.tenantId);
    },
    /**
     * How far the seal reaches; sequence 0 where nothing is sealed yet. Keep it where who can write to the database
     * cannot, and give it to `verify` as the anchor.
     */
    head: async (): Promise<AuditHead> => {
      await authorize(context, "audit.read");
      return headOf(readerOf(context), context.tenantId);
    },
    verify: (input?: VerifyInput) => verify(context, keys, input),
    redact: (input: RedactInput) => redact(context, keys, input),
  });

  return { ...room, bind };
}

/** The seal over the events of a tenant. */
export type AuditFacade = ReturnType<ReturnType<typeof auditRoom>["bind"]>;
