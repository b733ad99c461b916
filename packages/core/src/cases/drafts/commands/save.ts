import * as z from "zod";
import { requireActiveAgent } from "../../../agents/index.ts";
import { withoutUndefined } from "../../../customers/index.ts";
import { SupportError } from "../../../errors/index.ts";
import { sanitiseHtml } from "../../../html/index.ts";
import {
  defineCommand,
  idInput,
  lineInput,
  listOf,
  namedInput,
  reference,
  type Transaction,
  textInput,
  versionInput,
} from "../../../kernel/index.ts";
import { kindOfAddress, newAttachment } from "../../inputs.ts";
import { refuseMerged, requireCase } from "../../lifecycle.ts";
import type { CaseRow } from "../../schema.ts";
import { turnSeen } from "../base.ts";
import { removedElsewhere, savedElsewhere } from "../errors.ts";
import { changeFiles } from "../files.ts";
import { requireKind, writerOf } from "../own.ts";
import { type DraftRow, draftKinds, drafts, draftView } from "../schema.ts";

/** Drafts of one agent. */
const most = 500;

const text = textInput();
/** As far as it is typed: whether it can be written to is asked when the reply goes out. */
const recipients = listOf(
  z.strictObject({
    kind: kindOfAddress,
    value: lineInput(320),
    name: lineInput(200).nullable().default(null),
  }),
  20,
);

const input = z.strictObject({
  caseId: reference("case"),
  kind: draftKinds,
  agentId: reference("agent").optional().describe("Whose it is. Default: the agent who calls."),
  text: text.optional().describe("Plain text. What is left out of an input stays as it was."),
  html: text.nullable().optional().describe("The same as HTML; sanitised."),
  to: recipients.nullable().optional().describe("Null: whoever the reply would go to by itself."),
  cc: recipients.optional(),
  bcc: recipients.optional(),
  addAttachments: z.array(newAttachment).max(50).default([]),
  removeAttachments: listOf(idInput, 50).default([]).describe("Keys of files that go: `source.key`."),
  seenMessageId: reference("message")
    .optional()
    .describe(
      "The newest message that the writer has seen. Default: the newest there is when the draft begins, the same as before later.",
    ),
  expectedVersion: versionInput
    .optional()
    .describe("The version that was read last. Leave it out for the first save alone."),
});

export interface SaveDraftInput extends z.input<typeof input> {}

/**
 * Keeps what an agent has begun to write in a case: one draft of each kind for each agent and case, which nobody else
 * reads. Send it with `cases.reply({ draftId })` or `cases.note({ draftId })`.
 *
 * @throws SupportError CONFLICT when it was saved, sent or removed elsewhere since `expectedVersion`; INVALID_INPUT for
 * more than 500 drafts; MESSAGE_TOO_LARGE; INVALID_TRANSITION for a case that was merged; FORBIDDEN; NOT_FOUND.
 */
export const save = defineCommand({
  name: "drafts.save",
  summary: "Keeps what an agent has begun to write in a case.",
  input: namedInput<SaveDraftInput>()(input),
  output: draftView,
  access: { permission: "drafts.write", cases: "named" },
  http: "PUT /cases/{caseId}/drafts/{kind}",
  async run(tx, { agentId: given, expectedVersion, ...values }): Promise<DraftRow> {
    const { caseId, kind, seenMessageId } = values;
    const agentId = writerOf(tx, given);
    await requireKind(tx, kind, caseId);
    refuseRecipientsOfNote(values);
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const known = await tx.findOne(drafts, {
      and: [
        { field: "agentId", is: agentId },
        { field: "caseId", is: caseId },
        { field: "kind", is: kind },
      ],
    });
    if (known === null && expectedVersion !== undefined) throw removedElsewhere(found);
    if (known !== null && known.version !== expectedVersion) throw savedElsewhere(known);
    if (known === null) await refuseTooMany(tx, agentId);
    const { text: words, html, to, cc, bcc } = values;
    const files = { add: values.addAttachments, remove: values.removeAttachments };
    const attachments = await changeFiles(tx, known?.attachments ?? [], files);
    const baseTurn =
      known === null || seenMessageId !== undefined
        ? await turnSeen(tx, found, seenMessageId)
        : known.baseTurn;
    const safeHtml = typeof html === "string" ? sanitiseHtml(html) : html;
    const patch = {
      ...withoutUndefined({ text: words, html: safeHtml, to, cc, bcc }),
      attachments: [...attachments],
      baseTurn,
    };
    return known === null ? insert(tx, found, { agentId, kind, ...patch }) : tx.update(drafts, known, patch);
  },
});

async function insert(
  tx: Transaction,
  { id: caseId, customerId }: CaseRow,
  values: Pick<DraftRow, "agentId" | "kind" | "attachments" | "baseTurn"> &
    Partial<Pick<DraftRow, "text" | "html" | "to" | "cc" | "bcc">>,
): Promise<DraftRow> {
  const { agentId, kind } = values;
  await requireActiveAgent(tx, agentId);
  const draft = tx.insert(drafts, { text: "", cc: [], bcc: [], ...values, caseId });
  tx.emit("draft.created", { caseId, customerId }, { draftId: draft.id, caseId, agentId, kind });
  return draft;
}

function refuseRecipientsOfNote({ kind, to, cc, bcc }: Omit<SaveDraftInput, "caseId">): void {
  const all = [...(to ?? []), ...(cc ?? []), ...(bcc ?? [])];
  if (kind === "reply" || all.length === 0) return;
  throw new SupportError("INVALID_INPUT", "drafts.save: a note goes to nobody. Leave out to, cc and bcc.");
}

async function refuseTooMany(tx: Transaction, agentId: string): Promise<void> {
  if ((await tx.count(drafts, { field: "agentId", is: agentId })) < most) return;
  throw new SupportError(
    "INVALID_INPUT",
    `drafts.save: an agent can have at most ${most} drafts. Send or remove some; drafts.list has them.`,
  );
}
