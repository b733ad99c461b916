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
  // Left out is "of all cases"; undefined is a mistake. An id alone: events outlive their case.
  caseId: z.exactOptional(idInput),
  type: z.exactOptional(idInput).describe("Only events of this type, such as case.opened."),
  ...paging,
});

/**
 * What happened, oldest first by the clocks of the processes. To look back: what is committed late, or by a process with
 * a slow clock, stands before what was listed already. A page may have fewer rows where the caller reaches some cases only:
 * go on while `next` is not null. To keep up with what happens use `events.follow`.
 */
export const list = defineQuery({
  name: "events.list",
  summary: "Lists what happened, oldest first.",
  input,
  output: page(eventView),
  access: { permission: "events.read", cases: "narrowed" },
  http: "GET /events",
  async run(read, { caseId, type, after, limit }): Promise<Page<EventRow>> {
    const leaves: Filter<EventRow>[] = [
      ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
      ...(type === undefined ? [] : [{ field: "type", is: type } as const]),
    ];
    // The index by type is in the order of moments; all else is in that of ids, which is the same within a process.
    const orderBy = caseId === undefined && type !== undefined ? [{ field: "at" } as const] : [];
    const found = await findPage(read, events, { where: { and: leaves }, orderBy, after, limit });
    const shown = await Promise.all(found.rows.map((event) => isReached(read, event)));
    return { rows: found.rows.filter((_, at) => shown[at]), next: found.next };
  },
});

/** Who does not reach all cases sees events of those that they reach, and none of what belongs to no case. */
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
