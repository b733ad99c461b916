import { authorize, type Context, parseInput, transactOnce } from "../kernel/index.ts";
import { authorOf } from "./author.ts";
import { sendReply } from "./converse.ts";
import type { CasesDeps } from "./create.ts";
import { type DeclineInput, declineInput } from "./inputs.ts";
import { refuseMerged, requireCase } from "./lifecycle.ts";
import { type Message, messages } from "./schema.ts";

/**
 * Says no well: with the reason and at least one alternative, which the reply shows.
 */
export async function decline(context: Context, deps: CasesDeps, input: DeclineInput): Promise<Message> {
  const { caseId, reason, alternatives, status, idempotencyKey } = parseInput(
    declineInput,
    input,
    "cases.decline",
  );
  await authorize(context, "cases.reply");
  const once = { command: "cases.decline", key: idempotencyKey, input, table: messages };
  return transactOnce(context, once, async (tx) => {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const offers = alternatives.map(({ text, url }) => `- ${text}${url === null ? "" : ` (${url})`}`);
    const text = `${reason}\n\n${offers.join("\n")}`;
    const message = await sendReply(tx, deps, found, { text, ...authorOf(tx) }, status);
    tx.emit(
      "case.declined",
      { caseId, customerId: found.customerId },
      {
        caseId,
        messageId: message.id,
        alternatives: alternatives.map(({ kind, reference }) => ({ kind, reference })),
      },
    );
    return message;
  });
}
