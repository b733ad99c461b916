import * as z from "zod";
import { defineCommand, lineInput } from "../../../kernel/index.ts";
import { type SuppressionRow, suppressionView } from "../../schema.ts";
import { suppress } from "../../suppress.ts";

const input = z.strictObject({
  kind: lineInput(50).min(1).describe("Kind of address: email, or the id of a channel."),
  value: lineInput(320).min(1),
  reason: z.string().min(1).max(2_000),
});

/** Stops all messages to an address. Suppressing one twice changes nothing. */
export const create = defineCommand({
  name: "suppressions.create",
  summary: "Stops all messages to an address.",
  input,
  output: suppressionView,
  access: { permission: "intake.manage" },
  http: "POST /suppressions",
  run: (tx, { reason, ...target }): Promise<SuppressionRow> => suppress(tx, target, reason, null),
});
