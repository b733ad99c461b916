import { isConflictError } from "../../errors/index.ts";
import type { Change } from "../../ports/index.ts";
import type { Kernel } from "../kernel.ts";
import type { SweepRunner } from "../sweeps.ts";
import { inCommitOrder } from "./commitOrder.ts";
import { type EventCommit, eventCommits, eventPages, lastPosition } from "./tables.ts";

/** Maximum commits ordered together; more wait for the next round. */
const commitsAtOnce = 10_000;
const readAtOnce = 1_000;
/** Maximum commits on a page, and the number of events that makes a page full. */
const commitsInPage = 200;
const eventsInPage = 500;
const tenantsAtOnce = 100;

/**
 * Assigns positions to a tenant's committed events. Any number of processes may do so at any time: a duplicate position
 * is rejected by its unique key, and the slower process gives way.
 *
 * A position is assigned after the commit, in a commit of its own that starts after the previous one has ended. So
 * whoever sees a position sees all lower ones, and an event that was committed late, such as by a long host
 * transaction, comes after those that were there before it.
 */
export async function assignPositions(kernel: Kernel, tenantId: string): Promise<void> {
  const { storage, ids, clock } = kernel;
  // The last page is read first, so that concurrent assignments of another process are rejected.
  let next = await nextPosition(kernel, tenantId);
  const ordered = inCommitOrder(await committed(kernel, tenantId));
  for (const some of pagesOf(ordered)) {
    const eventIds = some.flatMap((commit) => commit.eventIds);
    const id = ids.create(eventPages.idPrefix);
    const page = { tenantId, id, firstPosition: next, eventIds, createdAt: clock.now() };
    const done = some.map(
      (commit): Change => ({ kind: "delete", table: eventCommits, key: { tenantId, id: commit.id } }),
    );
    try {
      await storage.commit([{ kind: "insert", table: eventPages, row: page }, ...done]);
    } catch (error) {
      if (isConflictError(error)) return;
      throw error;
    }
    next += eventIds.length;
  }
}

function* pagesOf(commits: readonly EventCommit[]): Generator<readonly EventCommit[]> {
  let page: EventCommit[] = [];
  let count = 0;
  for (const commit of commits) {
    page.push(commit);
    count += commit.eventIds.length;
    if (page.length < commitsInPage && count < eventsInPage) continue;
    yield page;
    page = [];
    count = 0;
  }
  if (page.length > 0) yield page;
}

async function nextPosition({ storage }: Kernel, tenantId: string): Promise<number> {
  const [page] = await storage.find(eventPages, {
    where: { field: "tenantId", is: tenantId },
    orderBy: [{ field: "firstPosition", direction: "descending" }],
    limit: 1,
  });
  return page === undefined ? 1 : lastPosition(page) + 1;
}

/** Commits waiting for positions. Nothing on a later page was committed before anything on an earlier one. */
async function committed({ storage }: Kernel, tenantId: string): Promise<readonly EventCommit[]> {
  const found: EventCommit[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await storage.find(eventCommits, {
      where: { field: "tenantId", is: tenantId },
      limit: readAtOnce,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    found.push(...page);
    if (page.length < readAtOnce || found.length >= commitsAtOnce) return found;
  }
}

/** Assigns positions in the background, so that little is pending if nobody follows. */
export const positionSweep: SweepRunner = {
  name: "events.positions",
  async run(kernel) {
    let tenantId = await tenantAfter(kernel, null);
    for (let count = 0; count < tenantsAtOnce && tenantId !== null; count++) {
      await assignPositions(kernel, tenantId);
      tenantId = await tenantAfter(kernel, tenantId);
    }
    // No row was due, and a sweep's figure counts due rows.
    return 0;
  },
};

/** The next tenant with pending commits, by one look-up in the primary key. */
async function tenantAfter({ storage }: Kernel, tenantId: string | null): Promise<string | null> {
  const [commit] = await storage.find(eventCommits, {
    ...(tenantId === null ? {} : { where: { field: "tenantId", above: tenantId } }),
    orderBy: [{ field: "tenantId" }],
    limit: 1,
  });
  return commit?.tenantId ?? null;
}
