import * as z from "zod";
import { defineCommand, namedInput, reference } from "../../kernel/index.ts";
import { attach } from "../attachments.ts";
import { authorOf } from "../author.ts";
import { insertMessage } from "../create.ts";
import { body, nothingSaid, saysSomething } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import type { MessageRow } from "../schema.ts";
import { messageView } from "../views.ts";

const input = z.strictObject({ caseId: reference("case"), ...body }).refine(saysSomething, nothingSaid);

export interface NoteInput extends z.input<typeof input> {}

/** Adds an internal note, which never leaves the desk. */
export const note = defineCommand({
  name: "cases.note",
  summary: "Adds an internal note, which never leaves the desk.",
  input: namedInput<NoteInput>()(input),
  output: messageView,
  access: { permission: "notes.write" },
  http: "POST /cases/{caseId}/notes",
  async run(tx, { caseId, text, html, attachments: files }): Promise<MessageRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const attachments = await attach(tx, files);
    const said = { text, html, attachments, ...authorOf(tx) };
    const message = insertMessage(tx, found, { ...said, direction: "note" });
    const subject = { caseId, customerId: found.customerId };
    tx.emit("case.noted", subject, { caseId, messageId: message.id });
    return message;
  },
});
