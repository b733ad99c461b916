import * as z from "zod";
import { defineCommand, idInput, listOf, nothing } from "../../../kernel/index.ts";
import { keepStatus, statusesNow } from "../change.ts";
import { mostStatuses } from "../schema.ts";

/** Sets the order of statuses. Statuses that are not named follow in their present order. @throws SupportError NOT_FOUND */
export const reorder = defineCommand({
  name: "statuses.reorder",
  summary: "Sets the order of statuses.",
  input: z.strictObject({ keys: listOf(idInput, mostStatuses).min(1) }),
  output: nothing,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /statuses/reorder",
  async run(tx, { keys }): Promise<void> {
    const book = await statusesNow(tx);
    const ranks = new Map(keys.map((key, at) => [book.require(key, "NOT_FOUND").key, at]));
    const rank = (key: string) => ranks.get(key) ?? keys.length;
    const ordered = book.all.toSorted((left, right) => rank(left.key) - rank(right.key));
    for (const [position, status] of ordered.entries())
      if (status.position !== position) await keepStatus(tx, status, { position });
    tx.emit("status.reordered", {}, { keys });
  },
});
