import * as z from "zod";
import { requireVersion } from "../../customers/index.ts";
import { defineCommand, idInput, versionInput, wordsInput } from "../../kernel/index.ts";
import { type SuppressionRow, suppressions, suppressionView } from "../schema.ts";
import { requireSuppression } from "../suppress.ts";

const input = z.strictObject({
  suppressionId: idInput,
  reason: wordsInput(2_000),
  expectedVersion: versionInput
    .optional()
    .describe("Rejects the change if the suppression has changed since this version was read."),
});

/**
 * Changes why an address is suppressed. To suppress another address, create a new suppression.
 * @throws SupportError NOT_FOUND
 * @throws ConflictError if the suppression is no longer at `expectedVersion`
 */
export const update = defineCommand({
  name: "suppressions.update",
  summary: "Changes why an address is suppressed.",
  input,
  output: suppressionView,
  access: { permission: "intake.manage", cases: "none" },
  http: "PATCH /suppressions/{suppressionId}",
  async run(tx, { suppressionId, reason, expectedVersion }): Promise<SuppressionRow> {
    const row = await requireSuppression(tx, suppressionId);
    requireVersion("suppressions", row, expectedVersion);
    if (row.reason === reason) return row;
    tx.emit("suppression.updated", {}, { suppressionId, fields: ["reason"] });
    return tx.update(suppressions, row, { reason });
  },
});
