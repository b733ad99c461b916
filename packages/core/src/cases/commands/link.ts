import * as z from "zod";
import { defineCommand, namedInput, reference, wordsInput } from "../../kernel/index.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
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

/**
 * Links two related cases. Linking them again is not an error, and changes the reason if one is given.
 *
 * @throws SupportError NOT_FOUND; INVALID_TRANSITION for a case that was merged into another
 */
export const link = defineCommand({
  name: "cases.link",
  summary: "Links two related cases.",
  input: namedInput<LinkInput>()(input),
  output: caseLinkView,
  access: { permission: "cases.write", cases: "named" },
  http: "POST /cases/{fromId}/links",
  async run(tx, values): Promise<CaseLinkRow> {
    refuseMerged(await requireCase(tx, values.fromId));
    refuseMerged(await requireCase(tx, values.toId));
    return linkCases(tx, values);
  },
});
