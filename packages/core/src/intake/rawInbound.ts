import * as z from "zod";
import { bounds, instant, listOf, parseInput } from "../kernel/index.ts";
import type { RawInbound } from "../ports/index.ts";

/** Maximum characters of all metadata: headers and an envelope are far smaller. */
const mostMetadata = 1_000_000;
/** Maximum names, and values per name. */
const mostEntries = 1_000;
const value = z.string().max(mostMetadata);

const metadata = z
  .record(z.string().max(bounds.line), z.union([value, listOf(value, mostEntries), z.null()]))
  .refine((given) => Object.keys(given).length <= mostEntries, `has more than ${mostEntries} names`)
  .refine((given) => JSON.stringify(given).length <= mostMetadata, `is more than ${mostMetadata} characters`);

const rawInbound = z.object({
  body: z.instanceof(Uint8Array, { error: "must be a Uint8Array" }),
  dedupeKey: z.string().min(1).max(500).nullable(),
  receivedAt: instant().min(-8.64e15).max(8.64e15),
  metadata,
});

/** @throws SupportError INVALID_INPUT naming what a caller or connector omitted or got wrong. */
export function parseRawInbound(raw: unknown): RawInbound {
  return parseInput(rawInbound, raw, "receive");
}
