import { isConflictError } from "../../errors/index.ts";
import type { Change } from "../../ports/index.ts";
import type { Kernel } from "../kernel.ts";
import type { SweepRunner } from "../sweeps.ts";
import { inCommitOrder } from "./commitOrder.ts";
import { type EventCommit, eventCommits, eventPages, lastPosition } from "./tables.ts";

/** Most commits whose order is worked out at once; more wait for the next round. */
const commitsAtOnce = 10_000;
const readAtOnce = 1_000;
/** Most commits that share a page, and from how many events on a page is full. */
const commitsInPage = 200;
const eventsInPage = 500;
const tenantsAtOnce = 100;

/**
 * Gives the committed events of a tenant their positions. Any number of processes may do so at any time: who would
 * hand out a position twice is refused by its unique key, and leaves the rest to the faster one.
 *
 * A position is handed out after the commit, by a commit of its own that begins after the one before has ended. So who
 * sees a position sees all below it, and an event that was committed late, as by a long transaction of the host, comes
 * after those that were there before it.
 */
export async function assignPositions(kernel: Kernel, tenantId: string): Promise<void> {
  const { storage, ids, clock } = kernel;
  // The last page is read first: what another process positions in between is then refused.
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

/** Commits that wait for positions. What a later page shows was not committed before anything of an earlier one. */
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

/** Gives positions in the background, so that little waits where nobody follows. */
export const positionSweep: SweepRunner = {
  name: "events.positions",
  async run(kernel) {
    let tenantId = await tenantAfter(kernel, null);
    for (let count = 0; count < tenantsAtOnce && tenantId !== null; count++) {
      await assignPositions(kernel, tenantId);
      tenantId = await tenantAfter(kernel, tenantId);
    }
    // No row was due: the figure of a sweep counts such.
    return 0;
  },
};

/** The next tenant that has commits waiting: one look at the primary key. */
async function tenantAfter({ storage }: Kernel, tenantId: string | null): Promise<string | null> {
  const [commit] = await storage.find(eventCommits, {
    ...(tenantId === null ? {} : { where: { field: "tenantId", above: tenantId } }),
    orderBy: [{ field: "tenantId" }],
    limit: 1,
  });
  return commit?.tenantId ?? null;
}
