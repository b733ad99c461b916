import * as z from "zod";
import { defineQuery, named, reference, shape } from "../../../kernel/index.ts";
import { draftKinds, drafts } from "../schema.ts";

/** Writers that one answer names. */
const most = 200;

const writer = z.object({ agentId: z.string(), kind: draftKinds, savedAt: z.int() });

/** Somebody who has begun to write in a case. */
export interface DraftWriter extends Readonly<z.output<typeof writer>> {}

/** Who has begun to write in a case, so that two agents don't answer it: that they have, and nothing of what. */
export const writers = defineQuery({
  name: "drafts.writers",
  summary: "Returns who has begun to write in a case.",
  input: z.strictObject({ caseId: reference("case") }),
  output: named<readonly DraftWriter[], never>()(shape("DraftWriters", z.array(writer).readonly())),
  access: { permission: "cases.read" },
  http: "GET /cases/{caseId}/draft-writers",
  async run(read, { caseId }): Promise<readonly DraftWriter[]> {
    const found = await read.find(drafts, { where: { field: "caseId", is: caseId }, limit: most });
    return found.map(({ agentId, kind, updatedAt }) => ({ agentId, kind, savedAt: updatedAt }));
  },
});
