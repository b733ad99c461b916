import * as z from "zod";
import { defineCommand, nothing } from "../../kernel/index.ts";
import { atPlace, noTemplate, place } from "../place.ts";
import { templates } from "../schema.ts";

/**
 * Removes a template. It has to be the tenant's own; a built-in one with the same key and locale takes effect again.
 * @throws SupportError NOT_FOUND
 */
export const remove = defineCommand({
  name: "templates.remove",
  summary: "Removes a template.",
  input: z.strictObject(place),
  output: nothing,
  access: { permission: "templates.write", cases: "none" },
  http: "DELETE /templates/{key}/{locale}",
  async run(tx, where): Promise<void> {
    const row = await atPlace(tx, where);
    if (row === null) throw noTemplate(where);
    tx.delete(templates, row);
    tx.emit("template.removed", {}, { templateId: row.id, ...where });
  },
});
