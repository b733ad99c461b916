import * as z from "zod";
import { authorize, type Context, cursorSchema, limitSchema, parseInput } from "../kernel/index.ts";
import type { Cursor } from "../ports/index.ts";
import { cursorOf } from "../rows/index.ts";
import { type Inbound, inbound } from "./schema.ts";

const keptQuery = z.strictObject({
  /** `[receivedAt, id]` of the last one of the page before. */
  after: cursorSchema.optional(),
  limit: limitSchema,
});

export type KeptQuery = z.input<typeof keptQuery>;

/** What was kept, without its bytes. */
export type KeptInbound = Omit<Inbound, "body">;

/** Storage reads whole rows, and a message may have many megabytes: so many are held at once. */
const slice = 10;
const orderBy = [{ field: "receivedAt", direction: "descending" }] as const;

/** What was kept without being taken in, newest first; `problem` says why. `intake.openRaw(id)` gives the bytes. */
export async function listKept(context: Context, query: KeptQuery = {}): Promise<readonly KeptInbound[]> {
  const { after, limit } = parseInput(keptQuery, query, "intake.listKept");
  await authorize(context, "intake.manage");
  const { storage, tenantId } = context;
  const kept: KeptInbound[] = [];
  let from: Cursor | undefined = after;
  while (kept.length < limit) {
    const wanted = Math.min(slice, limit - kept.length);
    const rows: readonly Inbound[] = await storage.find(inbound, {
      where: {
        and: [
          { field: "tenantId", is: tenantId },
          { field: "outcome", is: "kept" },
        ],
      },
      orderBy,
      limit: wanted,
      ...(from === undefined ? {} : { after: from }),
    });
    kept.push(...rows.map(({ body: _body, ...row }) => row));
    const last = rows.at(-1);
    if (last === undefined || rows.length < wanted) break;
    from = cursorOf(last, orderBy);
  }
  return kept;
}
