import * as z from "zod";
import { checkIdentity } from "../../customers/index.ts";
import { defineCommand, lineInput, wordsInput } from "../../kernel/index.ts";
import { type SuppressionRow, suppressionView } from "../schema.ts";
import { suppress } from "../suppress.ts";

const input = z
  .strictObject({
    kind: lineInput(50).describe("Kind of address: email, or the id of a channel."),
    value: lineInput(320),
    reason: wordsInput(2_000),
  })
  .superRefine(checkIdentity);

/** Stops all messages to an address. Suppressing one twice changes nothing. */
export const create = defineCommand({
  name: "suppressions.create",
  summary: "Stops all messages to an address.",
  input,
  output: suppressionView,
  access: { permission: "intake.manage", cases: "none" },
  http: "POST /suppressions",
  run: (tx, { reason, ...target }): Promise<SuppressionRow> => suppress(tx, target, reason, null),
});
