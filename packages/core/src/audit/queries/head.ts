import * as z from "zod";
import { defineQuery } from "../../kernel/index.ts";
import { headOf } from "../chain.ts";
import { headShape } from "../outputs.ts";
import type { AuditHead } from "../schema.ts";

/**
 * How far the seal reaches; sequence 0 where nothing is sealed yet. Keep it where whoever can write to the database
 * can't, and give it to `audit.verify` as the anchor.
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
