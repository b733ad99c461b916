import * as z from "zod";
import { defineCommand, namedInput, reference } from "../../kernel/index.ts";
import { authorOf } from "../author.ts";
import { insertMessage } from "../create.ts";
import { attachWith, draftInput, takeDraftOf } from "../drafts/index.ts";
import { body, nothingSaid, saysSomething } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import type { MessageRow } from "../schema.ts";
import { messageView } from "../views.ts";

const input = z
  .strictObject({ caseId: reference("case"), ...body, ...draftInput })
  .refine((values) => values.draftId !== undefined || saysSomething(values), nothingSaid);

export interface NoteInput extends z.input<typeof input> {}

/**
 * Writes a note that never leaves the desk. With `draftId` the draft goes in the same commit, and its files are the note's.
 * @throws SupportError CONFLICT when the draft was saved since `draftVersion`.
 */
export const note = defineCommand({
  name: "cases.note",
  summary: "Writes a note that never leaves the desk.",
  input: namedInput<NoteInput>()(input),
  output: messageView,
  access: { permission: "notes.write" },
  http: "POST /cases/{caseId}/notes",
  async run(tx, { caseId, text, html, ...values }): Promise<MessageRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const draft = await takeDraftOf(tx, found, "note", values);
    const attachments = await attachWith(tx, draft, { text, html, attachments: values.attachments });
    const said = { text, html, attachments, ...authorOf(tx) };
    const message = insertMessage(tx, found, { ...said, direction: "note" });
    const subject = { caseId, customerId: found.customerId };
    tx.emit("case.noted", subject, { caseId, messageId: message.id });
    return message;
  },
});
