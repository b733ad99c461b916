import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import { statusCategory } from "../../schema.ts";
import { casesState } from "../../state.ts";
import { type StatusRow, statusView } from "../schema.ts";

const input = z.strictObject({
  archived: z.exactOptional(z.boolean()).describe("Default: both, as cases may still have archived ones."),
  category: z.exactOptional(statusCategory),
  ...paging,
});

/** Lists statuses, in order. Customers get the labels that are meant for them. */
export const list = defineQuery({
  name: "statuses.list",
  summary: "Lists statuses in order.",
  input,
  output: page(statusView),
  access: {
    permission: "settings.read",
    customer: "scoped",
    customerMay: ["category", "after", "limit"],
    cases: "none",
  },
  http: "GET /statuses",
  async run(read, { archived, category, ...paged }): Promise<Page<StatusRow>> {
    const { statuses } = await read.use(casesState).definitions.current(read);
    const rows = statuses.all.filter(
      (status) =>
        (archived === undefined || (status.archivedAt !== null) === archived) &&
        (category === undefined || status.category === category),
    );
    return pageOf(rows, ({ key }) => key, paged);
  },
});
