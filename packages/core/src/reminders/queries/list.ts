import * as z from "zod";
import { reachedPage } from "../../cases/index.ts";
import { defineQuery, findPage, listOf, type Page, page, paging, reference } from "../../kernel/index.ts";
import { agentOf } from "../own.ts";
import { type ReminderRow, reminderStates, reminders, reminderView } from "../schema.ts";

const input = z.strictObject({
  agentId: reference("agent")
    .optional()
    .describe("Whose. Default: those of the agent who calls; those of others need agents.write."),
  caseId: z.exactOptional(reference("case")),
  states: listOf(reminderStates, 3)
    .min(1)
    .default(["waiting", "due"])
    .describe("Default: those that are not done."),
  order: z.enum(["earliest", "latest"]).default("earliest"),
  ...paging,
});

const orders = {
  earliest: [{ field: "remindAt" }],
  latest: [{ field: "remindAt", direction: "descending" }],
} as const;

/** Lists the reminders of the agent who calls. Earliest first unless another order is given. */
export const list = defineQuery({
  name: "reminders.list",
  summary: "Lists the reminders of the agent who calls.",
  input,
  output: page(reminderView),
  access: { permission: "reminders.write", cases: "narrowed" },
  http: "GET /reminders",
  async run(read, { agentId, caseId, states, order, after, limit }): Promise<Page<ReminderRow>> {
    return reachedPage(
      read,
      "reminders.write",
      await findPage(read, reminders, {
        where: {
          and: [
            { field: "agentId", is: await agentOf(read, agentId) },
            { field: "state", in: states },
            ...(caseId === undefined ? [] : [{ field: "caseId", is: caseId } as const]),
          ],
        },
        orderBy: orders[order],
        after,
        limit,
      }),
    );
  },
});
