import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { idInput } from "../bounds.ts";
import type { Context } from "../context.ts";
import { events } from "../events.ts";
import { assignPositions } from "./assignPositions.ts";
import { type EventPage, eventPages, lastPosition } from "./tables.ts";

export const followInput = z.strictObject({
  /** The position up to which everything is known. Default 0: from the first event on. */
  after: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  // Left out is "of all cases"; undefined is a mistake. An id alone: events outlive their case.
  caseId: z.exactOptional(idInput),
  type: z.exactOptional(idInput),
  /** Most events to return, 1 to 1,000. Default 100. */
  limit: z.int().min(1).max(1_000).default(100),
});

/** An event with its place among all events of its tenant. */
export type PositionedEvent = RowOf<typeof events> & {
  /** 1, 2, 3 ... in the order of commits, without a gap. */
  readonly position: number;
};

export interface FollowedEvents {
  /** In the order of their positions. */
  readonly rows: readonly PositionedEvent[];
  /** What to pass as `after` next time. Grows also where a filter left everything out. */
  readonly position: number;
  /** Whether there was nothing more to look at. */
  readonly isAtEnd: boolean;
}

/** Most events that one call looks at where a filter leaves most of them out. */
const mostLookedAt = 5_000;
const pagesAtOnce = 10;

/**
 * Reads events in the order in which they were committed. Following from position to position misses nothing and gets
 * nothing twice, whatever the clocks of the processes say and however long a commit takes.
 */
export async function followEvents(
  context: Context,
  { after, limit, ...filter }: z.output<typeof followInput>,
): Promise<FollowedEvents> {
  const { kernel, storage, tenantId } = context;
  // Inside a transaction of the host nothing is positioned: it would be undone with it.
  if (storage === kernel.storage) {
    // Where storage takes no writes now, what has its position can be read all the same.
    await assignPositions(kernel, tenantId).catch((error) => kernel.report(error, "positions of events"));
  }
  const matches = (event: PositionedEvent) =>
    (filter.caseId === undefined || event.caseId === filter.caseId) &&
    (filter.type === undefined || event.type === filter.type);

  const rows: PositionedEvent[] = [];
  let position = after;
  while (rows.length < limit && position - after < mostLookedAt) {
    const next = await eventsAfter(context, position, limit);
    if (next === null) return { rows, position, isAtEnd: true };
    for (const event of next.rows.filter(matches)) {
      rows.push(event);
      if (rows.length === limit) return { rows, position: event.position, isAtEnd: false };
    }
    position = next.position;
  }
  return { rows, position, isAtEnd: false };
}

/** The next events, filtered by nothing; null where there is none. */
async function eventsAfter(
  { storage, tenantId }: Context,
  after: number,
  limit: number,
): Promise<Pick<FollowedEvents, "rows" | "position"> | null> {
  const pages = await pagesFrom({ storage, tenantId }, after + 1, limit);
  const places = pages
    .flatMap(({ firstPosition, eventIds }) =>
      eventIds.map((id, at) => ({ id, position: firstPosition + at })),
    )
    .filter(({ position }) => position > after)
    .slice(0, limit);
  const end = places.at(-1);
  if (end === undefined) return null;
  const found = await storage.get(
    events,
    places.map(({ id }) => ({ tenantId, id })),
  );
  const byId = new Map(found.map((event) => [event.id, event]));
  const rows = places.flatMap(({ id, position }) => {
    const event = byId.get(id);
    return event === undefined ? [] : [{ ...event, position }];
  });
  return { rows, position: end.position };
}

/** The page that holds a position and, where it has fewer than `wanted` from there on, those after it. */
async function pagesFrom(
  { storage, tenantId }: Pick<Context, "storage" | "tenantId">,
  position: number,
  wanted: number,
): Promise<readonly EventPage[]> {
  const ours = { field: "tenantId", is: tenantId } as const;
  const [holder] = await storage.find(eventPages, {
    where: { and: [ours, { field: "firstPosition", atMost: position }] },
    orderBy: [{ field: "firstPosition", direction: "descending" }],
    limit: 1,
  });
  if (holder === undefined) return [];
  const left = lastPosition(holder) - position + 1;
  if (left >= wanted) return [holder];
  const next = await storage.find(eventPages, {
    where: { and: [ours, { field: "firstPosition", above: holder.firstPosition }] },
    orderBy: [{ field: "firstPosition" }],
    limit: pagesAtOnce,
  });
  return left < 1 ? next : [holder, ...next];
}
