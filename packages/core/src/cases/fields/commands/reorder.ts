import * as z from "zod";
import { defineCommand, idInput, listOf, nothing } from "../../../kernel/index.ts";
import { fieldsNow } from "../change.ts";
import { fields, mostFields } from "../schema.ts";

/** Sets the order of own fields. Fields that are not named follow in their present order. @throws SupportError NOT_FOUND */
export const reorder = defineCommand({
  name: "fields.reorder",
  summary: "Sets the order of own fields of cases.",
  input: z.strictObject({ keys: listOf(idInput, mostFields).min(1) }),
  output: nothing,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /fields/reorder",
  async run(tx, { keys }): Promise<void> {
    const book = await fieldsNow(tx);
    const ranks = new Map(keys.map((key, at) => [book.require(key).key, at]));
    const rank = (key: string) => ranks.get(key) ?? keys.length;
    const ordered = book.all.toSorted((left, right) => rank(left.key) - rank(right.key));
    for (const [position, field] of ordered.entries())
      if (field.position !== position) tx.update(fields, field, { position });
    tx.emit("field.reordered", {}, { keys });
  },
});
