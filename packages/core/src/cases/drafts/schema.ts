import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";
import { addressSchema, attachmentSchema, cases } from "../schema.ts";

export const draftKinds = z.enum(["reply", "note"]);

export const drafts = defineTable("drafts", {
  comment: "What agents have begun to write in cases: one of each kind for each agent and case.",
  idPrefix: "drf",
  fields: {
    agentId: z.string().describe("Whose it is, and who alone reads it."),
    caseId: z.string(),
    kind: draftKinds,
    text: z.string(),
    html: z.string().nullable(),
    to: z.array(addressSchema).nullable().describe("Null: whoever the reply would go to by itself."),
    cc: z.array(addressSchema),
    bcc: z.array(addressSchema),
    attachments: z.array(attachmentSchema),
    baseTurn: z.int().describe("How often the customers had written in the case, as far as its writer saw."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { place: ["agentId", "caseId", "kind"] },
  indexes: { byAgent: ["tenantId", "agentId", "updatedAt"], byCase: ["tenantId", "caseId"] },
  personal: {
    subject: [{ agent: "agentId" }, { through: "caseId", table: "cases" }],
    others: { to: "address", cc: "address", bcc: "address" },
    rows: "erase",
  },
});

export interface DraftRow extends RowOf<typeof drafts> {}

const columns = defineView("Draft", drafts, {
  internal: ["baseTurn"],
  customer: null,
  joined: {
    schema: z.object({
      isOutdated: z.boolean().describe("A customer has written in the case since its writer last looked."),
    }),
    async load({ caseId, baseTurn }, read) {
      const found = await read.get(cases, caseId);
      return { isOutdated: found !== null && (found.mergedIntoId !== null || (found.turns ?? 0) > baseTurn) };
    },
  },
});

/** What an agent has begun to write in a case. */
export interface Draft extends StaffOf<typeof columns> {}

export const draftView = named<Draft, never>()(columns);

const writerColumns = defineView("DraftWriter", drafts, {
  internal: ["text", "html", "to", "cc", "bcc", "attachments", "baseTurn"],
  customer: null,
});

/** That an agent has begun to write in a case, and nothing of what. */
export interface DraftWriter extends StaffOf<typeof writerColumns> {}

export const draftWriterView = named<DraftWriter, never>()(writerColumns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    /** An agent began to write in a case. Later saves of the draft are no news. */
    "draft.created": DraftNews;
    /** A draft is gone: `sent` as a message, or `removed`. */
    "draft.removed": DraftNews & { readonly because: "sent" | "removed" };
  }
}

/** What events say of a draft: nothing of what it holds. */
export interface DraftNews {
  readonly draftId: string;
  readonly caseId: string;
  readonly agentId: string;
  readonly kind: DraftRow["kind"];
}
