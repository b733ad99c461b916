import * as z from "zod";
import { defineCommand, idInput, namedInput, reference } from "../../kernel/index.ts";
import { authorOf } from "../author.ts";
import { wordsInput } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import type { MessageRow } from "../schema.ts";
import { sendReply } from "../sendReply.ts";
import { casesState } from "../state.ts";
import { messageView } from "../views.ts";

const alternative = z.strictObject({
  kind: z.enum(["article", "existing_feature", "workaround", "planned_request"]),
  text: wordsInput(2_000).describe("Text that the customer reads."),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  reference: idInput.nullable().default(null).describe("Id of the article or request."),
});

const input = z.strictObject({
  caseId: reference("case"),
  reason: wordsInput(5_000).describe("Why not, worded for the customer."),
  alternatives: z
    .array(alternative)
    .min(1, "must offer at least one alternative: an article, a feature, a workaround or what is planned")
    .max(10),
  status: idInput.optional(),
});

export interface DeclineInput extends z.input<typeof input> {}

/** Declines a request with a reply that gives the reason and at least one alternative. */
export const decline = defineCommand({
  name: "cases.decline",
  summary: "Declines a request with a reply that gives the reason and at least one alternative.",
  input: namedInput<DeclineInput>()(input),
  output: messageView,
  access: { permission: "cases.reply" },
  http: "POST /cases/{caseId}/decline",
  async run(tx, { caseId, reason, alternatives, status }): Promise<MessageRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const offers = alternatives.map(({ text, url }) => `- ${text}${url === null ? "" : ` (${url})`}`);
    const text = `${reason}\n\n${offers.join("\n")}`;
    const message = await sendReply(tx, tx.use(casesState), found, { text, ...authorOf(tx) }, status);
    tx.emit(
      "case.declined",
      { caseId, customerId: found.customerId },
      {
        caseId,
        messageId: message.id,
        alternatives: alternatives.map(({ kind, reference: id }) => ({ kind, reference: id })),
      },
    );
    return message;
  },
});
