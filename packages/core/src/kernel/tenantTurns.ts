import type { JobRow } from "./jobTable.ts";

export interface TenantTurnsOptions {
  /** Claims due jobs of the lane by place, of one tenant or of all. */
  readonly claim: (limit: number, tenantId?: string) => Promise<readonly JobRow[]>;
  /** The tenants with waiting jobs in the lane; an extra one does no harm. */
  readonly waitingTenants: () => Promise<readonly string[]>;
}

/** Claims jobs of a lane and adds them to the list, so that they are not lost if a later claim fails. */
export type TakeOfLane = (limit: number, taken: JobRow[]) => Promise<void>;

/** After this many rounds, the waiting tenants are read again. */
const looksPerRound = 4;
/** Maximum tenants claimed from in one round. */
const tenantsPerLook = 8;

/**
 * Claims the jobs of a lane. If all due jobs can be claimed, they are claimed by place. Otherwise tenants take turns:
 * one with thousands of waiting jobs delays another by no more than one share per round, plus what is claimed in the up
 * to four rounds until the other is noticed.
 */
export function tenantTurns({ claim, waitingTenants }: TenantTurnsOptions): TakeOfLane {
  let isCrowded = false;
  let looks = 0;
  let queue: string[] = [];
  let last = "";

  const takeInTurns = async (limit: number, taken: JobRow[]): Promise<number> => {
    let left = limit;
    const share = Math.ceil(limit / Math.min(queue.length, tenantsPerLook));
    while (left > 0) {
      const tenantId = queue.shift();
      if (tenantId === undefined) break;
      last = tenantId;
      const asked = Math.min(share, left);
      const rows = await claim(asked, tenantId);
      taken.push(...rows);
      left -= rows.length;
      if (rows.length === asked) queue.push(tenantId);
    }
    return left;
  };

  return async (limit, taken) => {
    let left = limit;
    if (isCrowded) {
      if (looks++ % looksPerRound === 0) queue = startingAfter(last, await waitingTenants());
      if (queue.length > 1) left = await takeInTurns(limit, taken);
    }
    if (left === 0) return;
    const rows = await claim(left);
    taken.push(...rows);
    const wasCrowded = isCrowded;
    isCrowded = rows.length === left;
    if (!wasCrowded) looks = 0;
  };
}

/** Continues after the tenant that was served last. */
function startingAfter(last: string, tenants: readonly string[]): string[] {
  const sorted = tenants.toSorted();
  return [...sorted.filter((tenant) => tenant > last), ...sorted.filter((tenant) => tenant <= last)];
}
