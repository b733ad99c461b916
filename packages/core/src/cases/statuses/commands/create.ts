import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand } from "../../../kernel/index.ts";
import { makeDefault, statusesNow } from "../change.ts";
import { described, statusKey } from "../inputs.ts";
import { mostStatuses, type StatusRow, statuses, statusView } from "../schema.ts";

const input = z.strictObject({
  key: statusKey.describe("What programs use, such as waiting_for_parts. Never changes."),
  ...described,
  labels: described.labels.default({}),
  customerLabel: described.customerLabel.default(null),
  customerLabels: described.customerLabels.default({}),
  isDefault: described.isDefault.default(false),
});

/**
 * Adds a status, at the end of the list.
 * @throws SupportError ALREADY_EXISTS if the key is taken, also by a status of the code
 */
export const create = defineCommand({
  name: "statuses.create",
  summary: "Adds a status.",
  input,
  output: statusView,
  access: { permission: "settings.write", cases: "none" },
  http: "POST /statuses",
  async run(tx, values): Promise<StatusRow> {
    const book = await statusesNow(tx);
    const { key } = values;
    if (book.find(key) !== undefined)
      throw new SupportError(
        "ALREADY_EXISTS",
        `There is a status "${key}" already. Change it with statuses.update, or choose another key.`,
        { details: { key } },
      );
    if (book.all.length >= mostStatuses)
      throw new SupportError("INVALID_INPUT", `There are ${mostStatuses} statuses, which is the most.`);
    const position = Math.max(...book.all.map((status) => status.position)) + 1;
    const status = { ...values, position, archivedAt: null, used: false, source: "stored" as const };
    const created = tx.insert(statuses, { id: key, ...status });
    if (values.isDefault) await makeDefault(tx, book, created);
    tx.emit("status.created", {}, { key });
    return created;
  },
});
