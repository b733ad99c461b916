import * as z from "zod";
import { defineView, events, named, type PositionedEvent, type StaffOf, shape } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export interface EventRow extends RowOf<typeof events> {}

const columns = defineView("Event", events, { customer: null });

/** Something that happened. */
export interface DeskEvent extends StaffOf<typeof columns> {}

export const eventView = named<DeskEvent, never>()(columns);

const positioned: z.ZodType<PositionedEvent> = z.lazy(() =>
  z.intersection(events.schema, z.object({ position: z.int() })),
);

export const followedShape = shape(
  "FollowedEvents",
  z.object({
    rows: z.array(positioned).readonly(),
    position: z
      .int()
      .describe("What to pass as `after` next time. It advances even if a filter excluded every event."),
    isAtEnd: z.boolean().describe("Whether all events so far have been read."),
  }),
);
