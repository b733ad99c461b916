import * as z from "zod";
import { defineCommand, nothing, reference } from "../../kernel/index.ts";
import { findLink } from "../link.ts";
import { caseLinks, linkKinds } from "../schema.ts";

const input = z.strictObject({ fromId: reference("case"), toId: reference("case"), kind: linkKinds });

/**
 * Takes back that two cases have to do with each other; a link that isn't there is no error. Without its link of the kind
 * `follow_up`, a case that is written to again gets another follow-up.
 */
export const unlink = defineCommand({
  name: "cases.unlink",
  summary: "Takes back that two cases have to do with each other.",
  input,
  output: nothing,
  access: { permission: "cases.write" },
  http: "DELETE /cases/{fromId}/links",
  async run(tx, { fromId, toId, kind }): Promise<void> {
    const found = await findLink(tx, { fromId, toId, kind });
    if (found === null) return;
    tx.emit("case.unlinked", { caseId: fromId }, { fromId, toId, kind });
    tx.delete(caseLinks, found);
  },
});
