import * as z from "zod";
import { instant, shape } from "../kernel/index.ts";
import { faultCodes } from "./faults.ts";

const head = z.object({
  tenantId: z.string(),
  sequence: z.int().describe("The block's number."),
  hash: z.string().describe("SHA-256 of the block, chained over all blocks before it; lower-case hex."),
  sealedAt: instant(),
  events: z.int().describe("How many events are sealed up to this block."),
  reachEventId: z.string().describe("The last sealed event, in id order."),
});

export const headShape = shape("AuditHead", head);

export const redactionShape = shape(
  "Redaction",
  z.object({
    events: z
      .int()
      .describe("How many events were erased by this call; events erased earlier are not counted."),
    recordedIn: z.array(z.string()).readonly().describe("The audit.redacted events that record the erasure."),
  }),
);

export const reportShape = shape(
  "AuditReport",
  z.object({
    isValid: z.boolean(),
    fault: z
      .object({
        code: z.enum(faultCodes),
        message: z.string(),
        sequence: z.int(),
        eventId: z.string().nullable(),
      })
      .nullable(),
    reach: head.nullable(),
    checked: z.object({ blocks: z.int(), events: z.int() }),
    erased: z.int(),
    erasures: z
      .array(
        z.object({
          eventId: z.string(),
          at: instant(),
          actor: z.object({ kind: z.string(), id: z.string().nullable() }),
          reason: z.string(),
          isProven: z.boolean(),
          events: z.int(),
        }),
      )
      .readonly(),
    unproven: z.int(),
    late: z.int(),
    lateEvents: z.array(z.object({ eventId: z.string(), at: instant(), sealedAt: instant() })).readonly(),
    unsealed: z.int().nullable(),
  }),
);
