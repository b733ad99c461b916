import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { idInput } from "../bounds.ts";
import type { Context } from "../context.ts";
import { events } from "../events.ts";
import { assignPositions } from "./assignPositions.ts";
import { type EventPage, eventPages, lastPosition } from "./tables.ts";

export const followInput = z.strictObject({
  /** The position up to which the caller knows everything. Default 0: start with the first event. */
  after: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  // Omitted means "of all cases"; undefined is a mistake. A plain id: events outlive their case.
  caseId: z.exactOptional(idInput),
  type: z.exactOptional(idInput),
  /** Maximum events to return, 1 to 1,000. Default 100. */
  limit: z.int().min(1).max(1_000).default(100),
});

/** An event with its position among all events of its tenant. */
export type PositionedEvent = RowOf<typeof events> & {
  /** 1, 2, 3 ... in commit order, without gaps. */
  readonly position: number;
};

export interface FollowedEvents {
  /** Ordered by position. */
  readonly rows: readonly PositionedEvent[];
  /** What to pass as `after` next time. It advances even if a filter excluded every event. */
  readonly position: number;
  /** Whether all events so far have been read. */
  readonly isAtEnd: boolean;
}

/** Maximum events that one call reads if a filter excludes most of them. */
const mostLookedAt = 5_000;
const pagesAtOnce = 10;

/**
 * Reads events in commit order. Following from position to position misses nothing and repeats nothing, whatever the
 * clocks of the processes and however long a commit takes.
 */
export async function followEvents(
  context: Context,
  { after, limit, ...filter }: z.output<typeof followInput>,
): Promise<FollowedEvents> {
  const { kernel, storage, tenantId } = context;
  // Nothing gets positions inside a host transaction: they would be rolled back with it.
  if (storage === kernel.storage) {
    // If storage is read-only at the moment, events with positions can still be read.
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

/** The next events, unfiltered; null if there are none. */
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

/** The page with a position and, if it has fewer than `wanted` events from there on, those after it. */
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
