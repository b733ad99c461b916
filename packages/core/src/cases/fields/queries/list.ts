import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import { casesState } from "../../state.ts";
import { type FieldRow, fieldView } from "../schema.ts";

const input = z.strictObject({
  archived: z
    .exactOptional(z.boolean())
    .describe("Default: both, as cases may still have values of archived ones."),
  ...paging,
});

/** Lists own fields made at run time, in order. Customers only get those that they can see. */
export const list = defineQuery({
  name: "fields.list",
  summary: "Lists own fields of cases in order.",
  input,
  output: page(fieldView),
  access: { permission: "settings.read", customer: "scoped", customerMay: ["after", "limit"], cases: "none" },
  http: "GET /fields",
  async run(read, { archived, ...paged }): Promise<Page<FieldRow>> {
    const { fields } = await read.use(casesState).definitions.current(read);
    const rows = fields.all.filter(
      (field) =>
        (archived === undefined || (field.archivedAt !== null) === archived) &&
        (read.actor.kind !== "customer" || (field.archivedAt === null && field.customer !== "hidden")),
    );
    return pageOf(rows, ({ key }) => key, paged);
  },
});
