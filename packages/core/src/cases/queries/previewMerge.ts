import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { planMerge } from "../mergePlan.ts";
import { momentAfter } from "../participants.ts";
import { casesState } from "../state.ts";
import { disclosuresView, type MergeDisclosure } from "../views.ts";

/** Previews who would see what after a merge, without merging. @throws as `cases.merge` */
export const previewMerge = defineQuery({
  name: "cases.previewMerge",
  summary: "Previews who would see what after a merge, without merging.",
  input: z.strictObject({ fromId: reference("case"), intoId: reference("case") }),
  output: disclosuresView,
  access: { permission: "cases.write" },
  http: "GET /cases/{fromId}/merge",
  async run(read, input): Promise<readonly MergeDisclosure[]> {
    const sinceOf = (into: Parameters<typeof momentAfter>[1]) => ({
      at: momentAfter(read.now, into),
      id: "",
    });
    return (await planMerge(read, read.use(casesState), input, sinceOf)).disclosures;
  },
});
