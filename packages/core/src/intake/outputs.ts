import * as z from "zod";
import { bytes, instant, shape } from "../kernel/index.ts";

export const rawShape = shape(
  "RawInbound",
  z.object({
    body: bytes(),
    dedupeKey: z.string().nullable(),
    receivedAt: instant(),
    metadata: z
      .record(z.string(), z.union([z.string(), z.array(z.string()).readonly(), z.null()]))
      .readonly(),
  }),
);

export const resultShape = shape(
  "ReceiveResult",
  z.object({
    outcome: z.enum(["accepted", "duplicate", "kept"]),
    inboundId: z.string(),
    caseIds: z.array(z.string()).readonly().describe("Cases that received a message, in order."),
  }),
);
