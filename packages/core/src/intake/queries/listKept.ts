import * as z from "zod";
import {
  defineQuery,
  idInput,
  instantInput,
  type Page,
  page,
  paging,
  type Read,
} from "../../kernel/index.ts";
import type { Cursor, Filter } from "../../ports/index.ts";
import { cursorOf } from "../../rows/index.ts";
import { type InboundRow, inbound, inboundView } from "../schema.ts";

/** Storage reads whole rows, and a message may have many megabytes, so only this many are held in memory. */
const slice = 10;

const input = z.strictObject({
  discarded: z
    .boolean()
    .default(false)
    .describe("True: only discarded ones. Default: only those to be dealt with."),
  channelId: z.exactOptional(idInput),
  receivedFrom: z.exactOptional(instantInput).describe("Received at this time or later."),
  receivedBefore: z.exactOptional(instantInput).describe("Received before this time."),
  order: z.enum(["newest", "oldest"]).default("newest"),
  ...paging,
});

const orders = {
  newest: [{ field: "receivedAt", direction: "descending" }],
  oldest: [{ field: "receivedAt" }],
} as const;

/**
 * Lists inbound messages that were kept but not processed. Newest first unless another order is given, and without raw
 * bytes; `problem` says why.
 */
export const listKept = defineQuery({
  name: "intake.listKept",
  summary: "Lists inbound messages that were kept but not processed.",
  input,
  output: page(inboundView),
  access: { permission: "intake.manage" },
  http: "GET /inbound",
  run(read, { discarded, channelId, receivedFrom, receivedBefore, ...paged }): Promise<Page<InboundRow>> {
    return findSlices(read, paged, [
      { field: "outcome", is: discarded ? "discarded" : "kept" },
      ...(channelId === undefined ? [] : [{ field: "channelId", is: channelId } as const]),
      ...(receivedFrom === undefined ? [] : [{ field: "receivedAt", atLeast: receivedFrom } as const]),
      ...(receivedBefore === undefined ? [] : [{ field: "receivedAt", below: receivedBefore } as const]),
    ]);
  },
});

async function findSlices(
  read: Read,
  { order, after, limit }: Pick<z.output<typeof input>, "order" | "after" | "limit">,
  leaves: readonly Filter<InboundRow>[],
): Promise<Page<InboundRow>> {
  const orderBy = orders[order];
  const found: InboundRow[] = [];
  let from: Cursor | undefined = after;
  let isEnd = false;
  while (found.length < limit && !isEnd) {
    const wanted = Math.min(slice, limit - found.length);
    const rows: readonly InboundRow[] = await read.find(inbound, {
      where: { and: leaves },
      orderBy,
      limit: wanted,
      ...(from === undefined ? {} : { after: from }),
    });
    // Without the raw bytes, which are not shown and need not be held in memory.
    found.push(...rows.map((row) => ({ ...row, body: noBytes })));
    const last = rows.at(-1);
    isEnd = last === undefined || rows.length < wanted;
    if (last !== undefined) from = cursorOf(last, orderBy);
  }
  return { rows: found, next: isEnd ? null : (from ?? null) };
}

const noBytes = new Uint8Array();
