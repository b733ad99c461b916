import * as z from "zod";
import { defineQuery, events, findPage, idInput, type Page, page, paging } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type EventRow, eventView } from "../schema.ts";

const input = z.strictObject({
  // Omitted means "of all cases"; undefined is a mistake. A plain id: events outlive their case.
  caseId: z.exactOptional(idInput),
  type: z.exactOptional(idInput).describe("Only events of this type, such as case.opened."),
  ...paging,
});

/**
 * Lists events, oldest first. Ordered by the processes' clocks, for looking back: an event that is committed late, or
 * by a process with a slow clock, may appear before events that were already listed. Use `events.follow` to keep up
 * with new events.
 */
export const list = defineQuery({
  name: "events.list",
  summary: "Lists events, oldest first.",
  input,
  output: page(eventView),
  access: { permission: "events.read" },
  http: "GET /events",
  run(read, { caseId, type, after, limit }): Promise<Page<EventRow>> {
    const leaves: Filter<EventRow>[] = [
      ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
      ...(type === undefined ? [] : [{ field: "type", is: type } as const]),
    ];
    // The index by type is in time order, everything else in id order, which is the same within a process.
    const orderBy = caseId === undefined && type !== undefined ? [{ field: "at" } as const] : [];
    return findPage(read, events, { where: { and: leaves }, orderBy, after, limit });
  },
});
