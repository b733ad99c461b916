import * as z from "zod";
import { priorities } from "../cases/index.ts";
import {
  defineTable,
  defineView,
  idInput,
  instant,
  lineInput,
  listOf,
  named,
  recordInput,
  type StaffOf,
  wordsInput,
} from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const templates = defineTable("templates", {
  comment: "Texts that the desk sends, in Liquid, by key and locale.",
  idPrefix: "tpl",
  fields: {
    key: z.string(),
    locale: z.string().describe("BCP 47 tag, such as de-AT."),
    brandId: z.string().nullable().describe("The brand that it belongs to; null: the desk's own."),
    place: z
      .string()
      .nullable()
      .describe("Brand, key and locale, of which there is one; null in rows from before there were brands."),
    kind: z.string().describe("What it is for; determines its variables."),
    subject: z.string().nullable().describe("Null keeps the subject of the case."),
    text: z.string(),
    html: z.string().nullable().describe("Null: the HTML is generated from the text."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { place: ["place"] },
  indexes: { byKey: ["tenantId", "key", "brandId", "locale"] },
  search: ["key", "subject", "text"],
  retired: ["template"],
  personal: "none",
});

export const macroReply = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("template"), key: lineInput(100) }),
  z.strictObject({
    from: z.literal("text"),
    text: wordsInput(50_000),
    html: wordsInput(50_000).nullable().default(null),
  }),
]);

const tags = listOf(lineInput(100), 100);

export const macroChanges = z.strictObject({
  status: idInput.optional(),
  priority: priorities.optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  assigneeId: idInput.nullable().optional(),
  teamId: idInput.nullable().optional(),
  fields: recordInput.optional(),
});

export const macros = defineTable("macros", {
  comment: "Recurring actions of agents on cases: a reply, changes, a note.",
  idPrefix: "mac",
  fields: {
    name: z.string(),
    reply: macroReply.nullable(),
    note: z.string().nullable().describe("An internal note, in Liquid."),
    changes: macroChanges,
    archivedAt: instant().nullable().describe("When it was archived: it can't be applied."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { name: ["name"] },
  search: ["name"],
  personal: "none",
});

export interface TemplateRow extends RowOf<typeof templates> {}
export interface MacroRow extends RowOf<typeof macros> {}

const templateColumns = defineView("Template", templates, { internal: ["place"], customer: null });
const macroColumns = defineView("Macro", macros, { customer: null });

/** A text that the desk sends. */
export interface Template extends StaffOf<typeof templateColumns> {}
/** Recurring actions of agents on cases: a reply, changes, a note. */
export interface Macro extends StaffOf<typeof macroColumns> {}

export const templateView = named<Template, never>()(templateColumns);
export const macroView = named<Macro, never>()(macroColumns);

/** Where a template is: there is one for each brand, key and locale. */
export interface TemplatePlace {
  /** Null: the desk's own. */
  readonly brandId: string | null;
  readonly key: string;
  readonly locale: string;
}

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "template.saved": TemplatePlace & { readonly templateId: string };
    "template.removed": TemplatePlace & { readonly templateId: string };
    "macro.saved": { readonly macroId: string };
    "macro.archived": { readonly macroId: string };
    "macro.restored": { readonly macroId: string };
    "macro.applied": { readonly macroId: string; readonly caseId: string };
    /** A template was sent to the customer as an automatic message. Not a reply: no clock stops. */
    "template.sent": {
      readonly caseId: string;
      readonly messageId: string;
      readonly key: string;
      readonly locale: string;
    };
    /** The desk acknowledged the case to the customer. Not a reply: no clock stops. */
    "case.acknowledged": {
      readonly caseId: string;
      readonly messageId: string;
      readonly locale: string;
      /** When the customer was told to expect the first reply; null if no time was given. */
      readonly firstReplyDueAt: number | null;
    };
  }
}
