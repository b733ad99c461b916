import * as z from "zod";
import { agents } from "../agents/index.ts";
import { brands } from "../brands/index.ts";
import {
  type CustomerOf,
  defineView,
  type Generic,
  named,
  type Read,
  type StaffOf,
  shape,
  withParts,
} from "../kernel/index.ts";
import { omitFields, pickFields } from "./customerFields.ts";
import {
  addressSchema,
  attachmentSchema,
  caseLinks,
  cases,
  type MessageRow,
  messages,
  participantRoles,
} from "./schema.ts";
import { casesState } from "./state.ts";

const caseColumns = defineView("Case", cases, {
  internal: ["queuedAt", "countedAs"],
  customer: [
    ...(["id", "code", "subject", "customerId", "brandId", "channelKind", "status", "category"] as const),
    ...([
      "fields",
      "language",
      "openedBy",
      "openedAt",
      "lastCustomerMessageAt",
      "lastAgentMessageAt",
    ] as const),
    ...(["solvedAt", "closedAt", "mergedIntoId"] as const),
  ],
  prepare: async (read) => (await read.use(casesState).definitions.current(read)).fields,
  forCustomers: ({ fields }, viewing, book) => ({
    fields: pickFields(fields, book?.readable ?? viewing.use(casesState).settings.customerFields.readable),
  }),
  forStaff: ({ fields }, book) =>
    book === undefined || book.archived.size === 0 ? {} : { fields: omitFields(fields, book.archived) },
  joined: {
    schema: z.object({ brandName: z.string().nullable().describe("What customers call its brand.") }),
    load: async ({ brandId }, read) => ({
      brandName: brandId === null ? null : ((await read.get(brands, brandId))?.name ?? null),
    }),
  },
});

/**
 * A request for help. `Fields` are the host's own; a case that came in by a channel has none until somebody fills them
 * in.
 */
export interface Case<Fields = Readonly<Record<string, unknown>>>
  extends Omit<StaffOf<typeof caseColumns>, "fields"> {
  readonly fields: Readonly<Partial<Fields>>;
}

/** A case as its customers see it. `fields` only has those of the host's own fields that customers can read. */
export interface CustomerCase<Fields = Readonly<Record<string, unknown>>>
  extends Omit<CustomerOf<typeof caseColumns>, "fields"> {
  readonly fields: Readonly<Partial<Fields>>;
}

/** @internal */
export interface CaseOf extends Generic {
  readonly type: Case<this["host"]["caseFields"]>;
}
/** @internal */
export interface CustomerCaseOf extends Generic {
  readonly type: CustomerCase<this["host"]["caseFields"]>;
}

export const caseView = named<CaseOf, CustomerCaseOf>()(caseColumns);

/** An attachment as customers see it; `intake.openAttachment` returns its content by position. */
const customerAttachment = attachmentSchema.omit({ source: true });

const messageColumns = defineView("Message", messages, {
  customer: [
    ...(["id", "caseId", "direction", "authorKind", "authorId", "at", "subject"] as const),
    ...(["text", "html", "newText", "attachments"] as const),
  ],
  customerShape: { attachments: z.array(customerAttachment) },
  forCustomers: ({ authorKind, authorId, attachments }) => ({
    authorId: authorKind === "customer" ? authorId : null,
    attachments: attachments.map(({ source: _, ...attachment }) => attachment),
  }),
  joined: {
    schema: z.object({
      authorName: z.string().nullable().describe("The display name of the agent who wrote it."),
    }),
    load: async (message, read) => ({ authorName: await authorNameOf(message, read) }),
  },
});

async function authorNameOf(
  { authorKind, authorId }: MessageRow,
  read: Pick<Read, "get">,
): Promise<string | null> {
  if (authorKind !== "agent" || authorId === null) return null;
  return (await read.get(agents, authorId))?.name ?? null;
}

/** What was said in a case: in from a customer, out to one, or a note that never leaves the desk. */
export interface Message extends StaffOf<typeof messageColumns> {}
/** A message as customers see it: without addresses, delivery details, or which agent wrote it. */
export interface CustomerMessage extends Omit<CustomerOf<typeof messageColumns>, "attachments"> {
  readonly attachments: readonly z.output<typeof customerAttachment>[];
}

export const messageView = named<Message, CustomerMessage>()(messageColumns);

const linkColumns = defineView("CaseLink", caseLinks, { customer: null });

/** A link between two related cases. */
export interface CaseLink extends StaffOf<typeof linkColumns> {}

export const caseLinkView = named<CaseLink, never>()(linkColumns);

const disclosure = z.object({
  customerId: z.string().nullable().describe("Null for a Cc address that has not written yet."),
  address: addressSchema
    .nullable()
    .describe("Where their copies go; null if that is the address they last wrote from."),
  caseId: z.string().describe("The case they took part in."),
  role: participantRoles.describe("copied: added by somebody else."),
  seesFrom: z
    .int()
    .nullable()
    .describe(
      "From when they see messages in the remaining case; null: from its beginning. Participants of the other case see messages from the merge onwards, and nobody sees what was said in the other case before.",
    ),
});

/** What a merge lets a participant see. */
export interface MergeDisclosure extends Readonly<z.output<typeof disclosure>> {}

export const disclosuresView = shape("MergeDisclosures", z.array(disclosure).readonly());

/** The remaining case, and who sees what in it. */
export interface MergedCase<Fields = Readonly<Record<string, unknown>>> extends Case<Fields> {
  readonly disclosures: readonly MergeDisclosure[];
}
/** @internal */
export interface MergedCaseOf extends Generic {
  readonly type: MergedCase<this["host"]["caseFields"]>;
}

export const mergedCaseView = named<MergedCaseOf, never>()(
  withParts("MergedCase", caseView, { disclosures: disclosuresView }),
);
