import type { JobRow } from "./jobTable.ts";

export interface TenantTurnsOptions {
  /** Takes due jobs of the lane by their places, of one tenant or of all. */
  readonly claim: (limit: number, tenantId?: string) => Promise<readonly JobRow[]>;
  /** The tenants whose jobs wait in the lane; one too many does no harm. */
  readonly waitingTenants: () => Promise<readonly string[]>;
}

/** Takes jobs of a lane and adds them to the list, so that those already taken are known when a later look fails. */
export type TakeOfLane = (limit: number, taken: JobRow[]) => Promise<void>;

/** After this many looks, the waiting tenants are read again. */
const looksPerRound = 4;
/** Tenants that one look takes from. */
const tenantsPerLook = 8;

/**
 * Takes the jobs of a lane. As long as all that are due can be taken, they are taken by their places. Once more are
 * due than were asked for, tenants take turns: one that has thousands of jobs waiting holds up another by no more than
 * one share a round, and what is taken in the four looks until the other is seen.
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

/** Goes on behind the tenant that was served last. */
function startingAfter(last: string, tenants: readonly string[]): string[] {
  const sorted = tenants.toSorted();
  return [...sorted.filter((tenant) => tenant > last), ...sorted.filter((tenant) => tenant <= last)];
}
