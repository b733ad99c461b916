import * as z from "zod";
import type { Instant } from "../ports/index.ts";
import { instantInput } from "./bounds.ts";
import { parseInput } from "./input.ts";
import type { JobRow } from "./jobTable.ts";
import { highestPriority, jobLanes, placeOf } from "./lanes.ts";
import type { JobOptions, NewRow } from "./transaction.ts";

const dayMs = 86_400_000;

/** Maximum starts of one key in its period: each start in the period is stored. */
export const mostStarts = 1_000;

const placeInput = z.object({
  dueAt: instantInput.optional(),
  lane: z.enum(jobLanes).optional(),
  priority: z.int().min(0).max(highestPriority).optional(),
  rate: z
    .strictObject({
      // It becomes the id of a row.
      key: z
        .string()
        .max(150)
        .regex(/^[\x21-\x7e]+$/, "must be printable ASCII characters without spaces"),
      limit: z.int().min(1).max(mostStarts),
      perMs: z.int().min(1).max(dayMs),
    })
    .optional(),
});

interface Origin {
  readonly now: Instant;
  readonly correlationId: string;
}

/** The row of a waiting job. @throws SupportError INVALID_INPUT */
export function newJob(
  kind: string,
  data: object,
  options: JobOptions,
  { now, correlationId }: Origin,
): NewRow<JobRow> & { readonly dueAt: Instant; readonly key: string | null } {
  const {
    dueAt = now,
    lane = "normal",
    priority = 0,
    rate = null,
  } = isPlain(options) ? options : parseInput(placeInput, options, `enqueue("${kind}")`);
  return {
    ...{ kind, data: { ...data }, lane, priority, rate, dueAt, correlationId },
    key: options.key ?? null,
    placeAt: placeOf(dueAt, priority),
    fence: 0,
    fenceBase: 0,
    failures: [],
  };
}

/** Most jobs have nothing to validate. */
function isPlain({ dueAt, lane, priority, rate }: JobOptions): boolean {
  return dueAt === undefined && lane === undefined && priority === undefined && rate === undefined;
}
