import * as z from "zod";
import { defineCommand, namedInput, reference } from "../../kernel/index.ts";
import { relyOnPart } from "../access.ts";
import { attach } from "../attachments.ts";
import { insertMessage } from "../create.ts";
import { needsFollowUp, newestFollowUp } from "../followUps.ts";
import { body, nothingSaid, saysSomething } from "../inputs.ts";
import { insertFollowUp } from "../insertFollowUp.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { announceOpening } from "../opening.ts";
import type { MessageRow } from "../schema.ts";
import { casesState } from "../state.ts";
import { takeCustomerMessage } from "../takeCustomerMessage.ts";
import { messageView } from "../views.ts";

const input = z.strictObject({ caseId: reference("case"), ...body }).refine(saysSomething, nothingSaid);

export interface CustomerMessageInput extends z.input<typeof input> {}

/**
 * Adds a customer's message to a case, written on the host's own pages. Has the same effect as a mail: reopens a solved
 * case, and continues in a linked follow-up if replies open one. The returned message names its case.
 */
export const addCustomerMessage = defineCommand({
  name: "cases.addCustomerMessage",
  summary: "Adds a customer's message to a case, written on the host's own pages.",
  input: namedInput<CustomerMessageInput>()(input),
  output: messageView,
  access: { permission: "cases.write", customer: "own" },
  http: "POST /cases/{caseId}/messages",
  async run(tx, { caseId, text, html, attachments: files }): Promise<MessageRow> {
    const state = tx.use(casesState);
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const authorId = tx.actor.kind === "customer" ? tx.actor.id : found.customerId;
    const current = await newestFollowUp(tx, state, found, authorId);
    const attachments = await attach(tx, files);
    const content = { text, html, attachments, authorId, customerId: authorId };
    if (!needsFollowUp(tx, state, current)) {
      await relyOnPart(tx, current, authorId);
      return takeCustomerMessage(tx, state, current, content);
    }
    const { subject } = current;
    const opened = await insertFollowUp(tx, state, current, {
      subject,
      openedBy: "customer",
      writerId: authorId,
    });
    const first = insertMessage(tx, opened, { ...content, direction: "in", authorKind: "customer" });
    announceOpening(tx, opened, first, { newCustomer: false });
    return first;
  },
});
