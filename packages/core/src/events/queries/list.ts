import * as z from "zod";
import {
  defineQuery,
  events,
  findPage,
  idInput,
  type Page,
  page,
  paging,
  type Read,
} from "../../kernel/index.ts";
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
 * with new events. Agents whose role covers only some cases get the events of those: a page may have fewer rows than
 * `limit` before `next` is null.
 */
export const list = defineQuery({
  name: "events.list",
  summary: "Lists events, oldest first.",
  input,
  output: page(eventView),
  access: { permission: "events.read", cases: "narrowed" },
  http: "GET /events",
  async run(read, { caseId, type, after, limit }): Promise<Page<EventRow>> {
    const leaves: Filter<EventRow>[] = [
      ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
      ...(type === undefined ? [] : [{ field: "type", is: type } as const]),
    ];
    // The index by type is in time order, everything else in id order, which is the same within a process.
    const orderBy = caseId === undefined && type !== undefined ? [{ field: "at" } as const] : [];
    const found = await findPage(read, events, { where: { and: leaves }, orderBy, after, limit });
    const shown = await Promise.all(found.rows.map((event) => isReached(read, event)));
    return { rows: found.rows.filter((_, at) => shown[at]), next: found.next };
  },
});

/** Agents whose role covers only some cases see the events of those, and none that belong to no case. */
async function isReached(read: Read, { caseId }: EventRow): Promise<boolean> {
  const scopes = await Promise.all([read.scopeOf("events.read"), read.scopeOf("cases.read")]);
  if (scopes.every((scope) => scope === "tenant" || scope === null)) return true;
  if (caseId === null) return false;
  const reached = await Promise.all([
    read.reaches("events.read", "case", caseId),
    read.reaches("cases.read", "case", caseId),
  ]);
  return reached.every(Boolean);
}
