import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { changeStatusRow, statusesNow } from "../change.ts";
import { type StatusRow, statusView } from "../schema.ts";

/**
 * Archives a status: cases that have it keep it, and no others can get it. This also hides statuses of the code.
 * @throws SupportError NOT_FOUND; INVALID_INPUT for the default of a category
 */
export const archive = defineCommand({
  name: "statuses.archive",
  summary: "Archives a status.",
  input: z.strictObject({ key: idInput }),
  output: statusView,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /statuses/{key}/archive",
  async run(tx, { key }): Promise<StatusRow> {
    const status = (await statusesNow(tx)).require(key, "NOT_FOUND");
    if (status.isDefault)
      throw new SupportError(
        "INVALID_INPUT",
        `"${key}" is the default of the category "${status.category}". Make another status its default first.`,
        { details: { key, category: status.category } },
      );
    return status.archivedAt === null ? changeStatusRow(tx, status, { archivedAt: tx.now }) : status;
  },
});
