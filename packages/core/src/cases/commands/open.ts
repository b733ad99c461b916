import * as z from "zod";
import { requireActiveAgent, requireActiveTeam } from "../../agents/index.ts";
import { brandOfNewCase, requireUsableBrand } from "../../brands/index.ts";
import { asRequester, requireCustomer } from "../../customers/index.ts";
import { SupportError } from "../../errors/index.ts";
import {
  defineCommand,
  forbidden,
  type Generic,
  idInput,
  instantInput,
  namedInput,
  recordInput,
  reference,
  type Transaction,
} from "../../kernel/index.ts";
import { attach } from "../attachments.ts";
import { authorKindOf } from "../author.ts";
import { insertCase, insertMessage, requireChannel } from "../create.ts";
import type { FieldBook } from "../fields/book.ts";
import type { FieldRow } from "../fields/schema.ts";
import { newFields } from "../fields/write.ts";
import { body, language, nothingSaid, saysSomething, tags, wordsInput } from "../inputs.ts";
import { requireCase } from "../lifecycle.ts";
import { announceOpening } from "../opening.ts";
import { queueOutgoing } from "../outgoing.ts";
import { type CaseRow, handlers, kinds, type MessageRow, priorities, stages } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

const firstMessage = z.strictObject(body).refine(saysSomething, nothingSaid);

const input = z.strictObject({
  customerId: reference("customer"),
  subject: wordsInput(1_000),
  message: firstMessage.optional().describe("The first message; without it the case is empty."),
  channelId: idInput
    .optional()
    .describe(
      "Channel on which the customer gets replies. Default: the first of the brand, or else of the desk.",
    ),
  brandId: reference("brand")
    .nullable()
    .optional()
    .describe("Default: the channel's brand, or else the default brand. null: no brand."),
  priority: priorities.default("normal"),
  kind: kinds.default("question"),
  stage: stages.default("after"),
  tags: tags.default([]),
  fields: recordInput.default({}).describe("The host's own fields."),
  teamId: reference("team").nullable().default(null),
  assigneeId: reference("agent").nullable().default(null),
  language: language.nullable().default(null),
  handler: handlers
    .default("human")
    .describe("Who answers first. With `bot`, clocks for people start at the hand-off."),
  imported: z
    .boolean()
    .default(false)
    .describe(
      "Imported from another system: no clocks, no automatic replies. `openedAt` is when it was opened there.",
    ),
  openedAt: instantInput.optional(),
});

export interface OpenInput<Fields = Readonly<Record<string, unknown>>>
  extends Omit<z.input<typeof input>, "fields"> {
  readonly fields?: Readonly<Partial<Fields>> | undefined;
}
/** @internal */
export interface OpenInputOf extends Generic {
  readonly type: OpenInput<this["host"]["caseFields"]>;
}

/**
 * Opens a case. Opened by a customer, the host or the desk, it starts with the customer's message; opened by an agent
 * or a bot, it starts with a message to the customer. Customers open cases for themselves, and can set those of the
 * host's own fields that are marked as writable.
 *
 * @throws SupportError NOT_FOUND, ARCHIVED, UNKNOWN_CHANNEL, FORBIDDEN, INVALID_INPUT, MESSAGE_TOO_LARGE
 */
export const open = defineCommand({
  name: "cases.open",
  summary: "Opens a case.",
  input: namedInput<OpenInputOf>()(input),
  output: caseView,
  access: {
    permission: "cases.write",
    customer: "scoped",
    customerMay: ["customerId", "subject", "message", "fields"],
    cases: "narrowed",
  },
  http: "POST /cases",
  async run(tx, { message, fields, customerId, brandId, openedAt = tx.now, ...values }): Promise<CaseRow> {
    const state = tx.use(casesState);
    const { fields: book } = await state.definitions.current(tx);
    refuseForeign(tx, book, customerId, fields);
    const asked = typeof brandId === "string" ? await requireUsableBrand(tx, brandId) : null;
    const ofBrand = asked?.channelIds.find((id) => state.channels.has(id));
    const channelId = requireChannel(state, values.channelId ?? ofBrand);
    const isCustomer = tx.actor.kind === "customer";
    // Not required of customers who can't set the field, nor of imported cases.
    const asksFor = ({ key }: FieldRow) => !values.imported && (!isCustomer || book.writable.has(key));
    const checked = newFields(state.settings, book, fields, { asksFor });
    const customer = await asRequester(tx, await requireCustomer(tx, customerId));
    if (values.assigneeId !== null) await requireActiveAgent(tx, values.assigneeId);
    if (values.teamId !== null) await requireActiveTeam(tx, values.teamId);
    const opened = await insertCase(tx, state, await tx.reserve("cases"), customer, {
      ...values,
      ...(await brandOfNewCase(tx, { channelId }, brandId)),
      channelId,
      fields: checked,
      language: values.language ?? customer.locale,
      openedAt,
      openedBy: authorKindOf(tx.actor),
    });
    const first = message === undefined ? null : await insertFirst(tx, opened, message);
    announceOpening(tx, opened, first, { newCustomer: false });
    await requireReachOfNew(tx, opened);
    return requireCase(tx, opened.id);
  },
});

/** @throws SupportError FORBIDDEN if an agent opens a case that is outside the scope of their role */
async function requireReachOfNew(tx: Transaction, { id }: CaseRow): Promise<void> {
  const { kind } = tx.actor;
  if (kind !== "agent" || (await tx.reaches("cases.write", "case", id))) return;
  throw new SupportError(
    "FORBIDDEN",
    `The agent ${tx.actor.id} can only open cases within the scope of their role. Set assigneeId to this agent, or teamId to one of their teams.`,
    { details: { actor: kind, permission: "cases.write", because: "scope" } },
  );
}

/** @throws SupportError FORBIDDEN if a customer opens a case for somebody else, or sets fields that they can't write */
function refuseForeign(
  tx: Transaction,
  { writable }: FieldBook,
  customerId: string,
  fields: CaseRow["fields"],
): void {
  const { actor } = tx;
  if (actor.kind !== "customer") return;
  if (actor.id !== customerId) throw forbidden(tx, "cases.write");
  for (const name of Object.keys(fields))
    if (!writable.has(name)) throw forbidden(tx, `cases.open with fields.${name}`);
}

async function insertFirst(
  tx: Transaction,
  opened: CaseRow,
  { attachments, ...content }: z.output<typeof firstMessage>,
): Promise<MessageRow> {
  const { kind: authorKind, id: authorId } = tx.actor;
  const said = { ...content, attachments: await attach(tx, attachments) };
  if (authorKind !== "agent" && authorKind !== "bot") {
    return insertMessage(tx, opened, {
      ...said,
      direction: "in",
      authorKind: "customer",
      authorId: opened.customerId,
    });
  }
  return queueOutgoing(tx, tx.use(casesState), opened, { ...said, authorKind, authorId });
}
