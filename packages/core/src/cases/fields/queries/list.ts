import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import { casesState } from "../../state.ts";
import { type FieldRow, fieldView } from "../schema.ts";

const input = z.strictObject({
  archived: z.exactOptional(z.boolean()).describe("Default: those in use and those that are archived."),
  ...paging,
});

/** The own fields that were made at run time, in their order. Customers see those that are theirs to see. */
export const list = defineQuery({
  name: "fields.list",
  summary: "Lists the own fields of cases in their order.",
  input,
  output: page(fieldView),
  access: { permission: "settings.read", customer: "scoped", customerMay: ["after", "limit"], cases: "none" },
  http: "GET /fields",
  async run(read, { archived, ...paged }): Promise<Page<FieldRow>> {
    const { fields } = await read.use(casesState).definitions.current(read);
    const rows = fields.all.filter(
      (field) =>
        (archived === undefined || field.archived === archived) &&
        (read.actor.kind !== "customer" || (!field.archived && field.customer !== "hidden")),
    );
    return pageOf(rows, ({ key }) => key, paged);
  },
});
