import * as z from "zod";
import { defineCommand, namedInput, reference, wordsInput } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";
import { link as linkCases } from "../link.ts";
import { type CaseLinkRow, linkKinds } from "../schema.ts";
import { caseLinkView } from "../views.ts";

const input = z.strictObject({
  fromId: reference("case"),
  toId: reference("case"),
  kind: linkKinds,
  reason: wordsInput(500)
    .nullable()
    .optional()
    .describe("Default: that of the existing link, if there is one."),
});

export interface LinkInput extends z.input<typeof input> {}

/** Links two related cases. Linking them again is not an error, and changes the reason if one is given. */
export const link = defineCommand({
  name: "cases.link",
  summary: "Links two related cases.",
  input: namedInput<LinkInput>()(input),
  output: caseLinkView,
  access: { permission: "cases.write", cases: "named" },
  http: "POST /cases/{fromId}/links",
  async run(tx, values): Promise<CaseLinkRow> {
    await requireCase(tx, values.fromId);
    await requireCase(tx, values.toId);
    return linkCases(tx, values);
  },
});
