import * as z from "zod";
import { defineQuery } from "../../kernel/index.ts";
import { headOf } from "../chain.ts";
import { headShape } from "../outputs.ts";
import type { AuditHead } from "../schema.ts";

/**
 * Returns how far the seal reaches. Sequence 0 means that nothing is sealed yet. Save it where nobody who can write to
 * the database can change it, and pass it to `audit.verify` as the anchor.
 */
export const head = defineQuery({
  name: "audit.head",
  summary: "Returns how far the seal reaches.",
  input: z.strictObject({}),
  output: headShape,
  access: { permission: "audit.read" },
  http: "GET /audit/head",
  run: (read): Promise<AuditHead> => headOf(read, read.tenantId),
});
