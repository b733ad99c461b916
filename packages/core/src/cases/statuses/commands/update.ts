import * as z from "zod";
import { withoutUndefined } from "../../../customers/index.ts";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand, idInput } from "../../../kernel/index.ts";
import { changeStatusRow, makeDefault, statusesNow } from "../change.ts";
import { described } from "../inputs.ts";
import { type StatusRow, statusView } from "../schema.ts";

const input = z.strictObject({ key: idInput, ...z.strictObject(described).partial().shape });

/**
 * Updates a status: its labels, whether it is the default of its category, and its category until a case has had it.
 * Statuses of the code keep their category.
 * @throws SupportError NOT_FOUND; INVALID_INPUT for a category that is fixed, and for removing the default of a category
 */
export const update = defineCommand({
  name: "statuses.update",
  summary: "Updates a status.",
  input,
  output: statusView,
  access: { permission: "settings.write", cases: "none" },
  http: "PATCH /statuses/{key}",
  async run(tx, { key, ...changes }): Promise<StatusRow> {
    const book = await statusesNow(tx);
    const status = book.require(key, "NOT_FOUND");
    const { category = status.category, isDefault = status.isDefault } = changes;
    if (category !== status.category) refuseFixed(status);
    if (status.isDefault && (!isDefault || category !== status.category)) throw isOfCategory(status);
    if (isDefault && !status.isDefault) await makeDefault(tx, book, { ...status, category });
    return changeStatusRow(tx, status, withoutUndefined(changes));
  },
});

function refuseFixed({ key, source, used, category }: StatusRow): void {
  if (source === "stored" && !used) return;
  const why = source === "code" ? "the code brings it" : "cases have had it";
  throw new SupportError(
    "INVALID_INPUT",
    `The status "${key}" stays in the category "${category}", as ${why}. Create another status and archive this one.`,
    { details: { key, category } },
  );
}

function isOfCategory({ key, category }: StatusRow): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `"${key}" is the default of the category "${category}". Make another status its default first.`,
    { details: { key, category } },
  );
}
