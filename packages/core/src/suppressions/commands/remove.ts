import * as z from "zod";
import { defineCommand, idInput, nothing } from "../../kernel/index.ts";
import { suppressions } from "../schema.ts";
import { requireSuppression } from "../suppress.ts";

/** Allows messages to a suppressed address again. @throws SupportError NOT_FOUND */
export const remove = defineCommand({
  name: "suppressions.remove",
  summary: "Allows messages to a suppressed address again.",
  input: z.strictObject({ suppressionId: idInput }),
  output: nothing,
  access: { permission: "intake.manage", cases: "none" },
  http: "DELETE /suppressions/{suppressionId}",
  async run(tx, { suppressionId }): Promise<void> {
    const row = await requireSuppression(tx, suppressionId);
    tx.emit("suppression.removed", {}, { suppressionId, kind: row.kind });
    tx.delete(suppressions, row);
  },
});
