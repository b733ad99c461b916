import * as z from "zod";
import { defineTable, instant } from "../../kernel/index.ts";

export const caseSettingRevisions = defineTable("caseSettingRevisions", {
  comment: "Incremented when statuses or own fields are edited, so that every process notices.",
  idPrefix: "csr",
  fields: { revision: z.int(), updatedAt: instant() },
  personal: "none",
});
