import * as z from "zod";
import { instant, parseInput } from "../kernel/index.ts";
import type { RawInbound } from "../ports/index.ts";

/** Characters of all metadata together: headers and an envelope are far smaller. */
const mostMetadata = 1_000_000;

const metadata = z
  .record(z.string(), z.union([z.string(), z.array(z.string()), z.null()]))
  .refine(
    (given) => JSON.stringify(given).length <= mostMetadata,
    `holds more than ${mostMetadata} characters`,
  );

const rawInbound = z.object({
  body: z.instanceof(Uint8Array, { error: "must be a Uint8Array" }),
  dedupeKey: z.string().min(1).max(500).nullable(),
  receivedAt: instant().min(-8.64e15).max(8.64e15),
  metadata,
});

/** @throws SupportError INVALID_INPUT naming what a caller or connector left out or got wrong. */
export function parseRawInbound(raw: unknown): RawInbound {
  return parseInput(rawInbound, raw, "receive");
}
