import * as z from "zod";
import { priorities } from "../cases/index.ts";
import { defineTable, idInput, instant, lineInput, listOf, recordInput } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

/** What a template is for; says which variables it has. */
export const templateKinds = z.enum(["reply", "acknowledgement"]);

export const templates = defineTable("templates", {
  comment: "Texts that the desk sends, in Liquid, by key and locale.",
  idPrefix: "tpl",
  fields: {
    key: z.string(),
    locale: z.string().describe("BCP 47 tag, such as de-AT."),
    kind: templateKinds,
    subject: z.string().nullable().describe("Null keeps the subject of the case."),
    text: z.string(),
    html: z.string().nullable().describe("Null has the HTML made from the text."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { template: ["key", "locale"] },
  personal: "none",
});

export const macroReply = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("template"), key: z.string().min(1).max(100) }),
  z.strictObject({
    from: z.literal("text"),
    text: z.string().min(1).max(50_000),
    html: z.string().max(50_000).nullable().default(null),
  }),
]);

const tags = listOf(lineInput(100).min(1), 100);

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
  comment: "What agents do to cases again and again: a reply, changes, a note.",
  idPrefix: "mac",
  fields: {
    name: z.string(),
    reply: macroReply.nullable(),
    note: z.string().nullable().describe("A note in Liquid that never leaves."),
    changes: macroChanges,
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { name: ["name"] },
  personal: "none",
});

export type TemplateKind = z.output<typeof templateKinds>;
export type Template = RowOf<typeof templates>;
export type Macro = RowOf<typeof macros>;

declare module "../kernel/events.ts" {
  interface SupportEvents {
    "template.saved": { readonly templateId: string; readonly key: string; readonly locale: string };
    "template.removed": { readonly templateId: string; readonly key: string; readonly locale: string };
    "macro.saved": { readonly macroId: string };
    "macro.removed": { readonly macroId: string };
    "macro.applied": { readonly macroId: string; readonly caseId: string };
    /** The desk told the customer that the case is there. Not a reply: it stops no clock. */
    "case.acknowledged": {
      readonly caseId: string;
      readonly messageId: string;
      readonly locale: string;
      /** When the customer was told to expect the first reply; null when no time was named. */
      readonly firstReplyDueAt: number | null;
    };
  }
}
