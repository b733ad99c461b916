import * as z from "zod";
import { defineProcedure } from "../../kernel/index.ts";
import { headOf, readerOf } from "../chain.ts";
import { headShape } from "../outputs.ts";
import type { AuditHead } from "../schema.ts";
import { sealTenant } from "../seal.ts";

/** Seals all committed events. Includes events that were committed late. Returns how far the seal then reaches. */
export const seal = defineProcedure({
  kind: "command",
  name: "audit.seal",
  summary: "Seals all committed events.",
  input: z.strictObject({}),
  output: headShape,
  access: { permission: "audit.manage" },
  http: "POST /audit/seal",
  async run(context): Promise<AuditHead> {
    const all = Number.POSITIVE_INFINITY;
    await sealTenant(context, { until: all, blocks: all, isThorough: true });
    return headOf(readerOf(context), context.tenantId);
  },
});
