import * as z from "zod";
import { reference } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { timeSpan } from "../inputs.ts";
import type { TimeEntryRow } from "./schema.ts";

/** Which entries are asked for; left out is "of all". */
export const entryFilter = {
  caseId: z.exactOptional(reference("case")),
  agentId: z.exactOptional(reference("agent")),
  at: z.exactOptional(timeSpan).describe("When the time was spent: from is in it, before is not."),
};

type Wanted = z.output<z.ZodObject<typeof entryFilter>>;

export function entryLeaves({ caseId, agentId, at }: Wanted): readonly Filter<TimeEntryRow>[] {
  return [
    ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
    ...(agentId === undefined ? [] : [{ field: "agentId", is: agentId } as const]),
    ...(at?.from === undefined ? [] : [{ field: "at", atLeast: at.from } as const]),
    ...(at?.before === undefined ? [] : [{ field: "at", below: at.before } as const]),
  ];
}
