import * as z from "zod";
import { defineQuery, type Page, page, paging } from "../../kernel/index.ts";
import type { Cursor } from "../../ports/index.ts";
import { cursorOf } from "../../rows/index.ts";
import { type InboundRow, inbound, inboundView } from "../schema.ts";

/** Storage reads whole rows, and a message may have many megabytes, so only this many are held in memory. */
const slice = 10;
const orderBy = [{ field: "receivedAt", direction: "descending" }] as const;

/** Lists inbound messages that were kept but not processed. Newest first and without raw bytes; `problem` says why. */
export const listKept = defineQuery({
  name: "intake.listKept",
  summary: "Lists inbound messages that were kept but not processed.",
  input: z.strictObject(paging),
  output: page(inboundView),
  access: { permission: "intake.manage" },
  http: "GET /inbound",
  async run(read, { after, limit }): Promise<Page<InboundRow>> {
    const kept: InboundRow[] = [];
    let from: Cursor | undefined = after;
    let isEnd = false;
    while (kept.length < limit && !isEnd) {
      const wanted = Math.min(slice, limit - kept.length);
      const rows: readonly InboundRow[] = await read.find(inbound, {
        where: { field: "outcome", is: "kept" },
        orderBy,
        limit: wanted,
        ...(from === undefined ? {} : { after: from }),
      });
      // Without the raw bytes, which are not shown and need not be held in memory.
      kept.push(...rows.map((row) => ({ ...row, body: noBytes })));
      const last = rows.at(-1);
      isEnd = last === undefined || rows.length < wanted;
      if (last !== undefined) from = cursorOf(last, orderBy);
    }
    return { rows: kept, next: isEnd ? null : (from ?? null) };
  },
});

const noBytes = new Uint8Array();
