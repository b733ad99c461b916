import * as z from "zod";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { changeStatusRow, statusesNow } from "../change.ts";
import { type StatusRow, statusView } from "../schema.ts";

/**
 * Restores an archived status.
 * @throws SupportError NOT_FOUND
 */
export const restore = defineCommand({
  name: "statuses.restore",
  summary: "Restores a status.",
  input: z.strictObject({ key: idInput }),
  output: statusView,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /statuses/{key}/restore",
  async run(tx, { key }): Promise<StatusRow> {
    const status = (await statusesNow(tx)).require(key, "NOT_FOUND");
    return changeStatusRow(tx, status, { archivedAt: null });
  },
});
