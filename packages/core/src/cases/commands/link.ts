import * as z from "zod";
import { defineCommand, namedInput, reference } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";
import { link as linkCases } from "../link.ts";
import { type CaseLinkRow, linkKinds } from "../schema.ts";
import { caseLinkView } from "../views.ts";

const input = z.strictObject({
  fromId: reference("case"),
  toId: reference("case"),
  kind: linkKinds,
  reason: z.string().max(500).nullable().default(null),
});

export interface LinkInput extends z.input<typeof input> {}

/** Links two related cases. Linking them again is not an error. */
export const link = defineCommand({
  name: "cases.link",
  summary: "Links two related cases.",
  input: namedInput<LinkInput>()(input),
  output: caseLinkView,
  access: { permission: "cases.write" },
  http: "POST /cases/{fromId}/links",
  async run(tx, values): Promise<CaseLinkRow> {
    await requireCase(tx, values.fromId);
    await requireCase(tx, values.toId);
    return linkCases(tx, values);
  },
});
