import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  findPage,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
  type Page,
  page,
  paging,
} from "../../../kernel/index.ts";
import { type MacroRow, macros, macroView } from "../../schema.ts";

const input = z.strictObject({
  archived: archivedInput,
  namePrefix: namePrefixInput,
  order: nameOrderInput.default("name"),
  ...paging,
});

/** Lists macros. By name unless another order is given; archived ones only if asked for. */
export const list = defineQuery({
  name: "macros.list",
  summary: "Lists macros.",
  input,
  output: page(macroView),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /macros",
  run(read, { archived, namePrefix, order, after, limit }): Promise<Page<MacroRow>> {
    const where = { and: [archivedFilter(archived), ...namePrefixFilter(namePrefix)] };
    return findPage(read, macros, { where, orderBy: nameOrders[order], after, limit });
  },
});
