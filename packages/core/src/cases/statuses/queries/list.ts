import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import { statusCategory } from "../../schema.ts";
import { casesState } from "../../state.ts";
import { type StatusRow, statusView } from "../schema.ts";

const input = z.strictObject({
  archived: z.exactOptional(z.boolean()).describe("Default: those in use and those that are archived."),
  category: z.exactOptional(statusCategory),
  ...paging,
});

/** The statuses in their order. Customers see what they are called for them, as their cases name the key alone. */
export const list = defineQuery({
  name: "statuses.list",
  summary: "Lists the statuses in their order.",
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
        (archived === undefined || status.archived === archived) &&
        (category === undefined || status.category === category),
    );
    return pageOf(rows, ({ key }) => key, paged);
  },
});
