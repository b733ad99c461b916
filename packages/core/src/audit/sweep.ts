import { isSupportError } from "../errors/index.ts";
import { type Context, events, type Kernel, type SweepRunner } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { sealTenant } from "./seal.ts";
import type { AuditKey } from "./signing.ts";

/** How events are sealed in the background. */
export interface AuditOptions {
  /**
   * How often new events are sealed, in milliseconds. 0 disables background sealing, leaving `audit.seal()`. Default
   * 60,000.
   */
  readonly sealEveryMs?: number;
  /**
   * How old an event must be before it is sealed in the background, in milliseconds. Commits that take longer are
   * sealed in a later block and counted as late. Default 10,000.
   */
  readonly settleMs?: number;
  /**
   * Keys that sign erasures, newest first: the first one signs, all of them verify. With keys, `verify` treats an
   * erasure that none of them signed as a forgery; without keys, it lists every erasure as unproven. Default: none.
   */
  readonly keys?: readonly AuditKey[];
}

/** Limits of one run, so that other sweeps do not wait for it. */
const tenantsAtOnce = 100;
const blocksAtOnce = 20;

/**
 * Seals the events of all tenants in turn, a few at a time. Nothing is claimed or leased: unique block numbers keep
 * sealers in several processes apart.
 */
export function auditSweep({
  sealEveryMs,
  settleMs,
}: Required<Pick<AuditOptions, "sealEveryMs" | "settleMs">>): SweepRunner {
  let nextRoundAt: Instant = Number.NEGATIVE_INFINITY;
  /** The tenant sealed last in this round. */
  let last: string | null = null;
  let isBehind = false;

  const sealSome = async (kernel: Kernel, until: Instant) => {
    let blocks = blocksAtOnce;
    let next = await tenantAfter(kernel, last);
    for (let count = 0; count < tenantsAtOnce && blocks > 0 && next !== null; count++) {
      blocks -= await sealOne(kernel, next, until, blocks);
      last = next;
      next = await tenantAfter(kernel, next);
    }
    if (blocks <= 0) isBehind = true;
    return next === null;
  };

  return {
    name: "audit",
    async run(kernel) {
      const now = kernel.clock.now();
      if (sealEveryMs === 0 || (last === null && now < nextRoundAt)) return 0;
      const isRoundOver = await sealSome(kernel, now - settleMs);
      if (!isRoundOver) return 0;
      nextRoundAt = isBehind ? now : now + sealEveryMs;
      isBehind = false;
      last = null;
      // No row was due, and a sweep's figure counts due rows.
      return 0;
    },
  };
}

/** Returns how many blocks it added. Failures are reported and retried in the next round. */
async function sealOne(kernel: Kernel, tenantId: string, until: Instant, blocks: number): Promise<number> {
  const actor = { kind: "system", id: "audit" } as const;
  const context: Context = { kernel, storage: kernel.storage, tenantId, actor };
  try {
    return await sealTenant(context, { until, blocks, isThorough: false });
  } catch (error) {
    // Events of a removed tenant stay as they are.
    if (!isSupportError(error) || error.code !== "UNKNOWN_TENANT")
      kernel.report(error, `sealing the events of ${tenantId}`);
    return 0;
  }
}

/** The next tenant with events, by one look-up in the primary key. */
async function tenantAfter({ storage }: Kernel, tenantId: string | null): Promise<string | null> {
  const [event] = await storage.find(events, {
    ...(tenantId === null ? {} : { where: { field: "tenantId", above: tenantId } }),
    orderBy: [{ field: "tenantId" }],
    limit: 1,
  });
  return event?.tenantId ?? null;
}
