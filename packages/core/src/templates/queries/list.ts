import * as z from "zod";
import {
  ageOrderInput,
  ageOrders,
  defineQuery,
  findPage,
  type Page,
  page,
  paging,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { brandInput, keyInput, kindInput, localeInput } from "../inputs.ts";
import { type TemplateRow, templates, templateView } from "../schema.ts";

const input = z.strictObject({
  key: z.exactOptional(keyInput),
  keyPrefix: z.exactOptional(keyInput).describe("Only templates whose key starts with this."),
  kind: z.exactOptional(kindInput),
  locale: z.exactOptional(localeInput),
  brandId: z
    .exactOptional(brandInput)
    .describe("null: the desk's own alone. Default: those of brands as well."),
  order: z.enum(["key", "keyDescending", ...ageOrderInput.options]).default("key"),
  ...paging,
});

const orders = {
  ...ageOrders,
  key: [{ field: "key" }, { field: "locale" }],
  keyDescending: [
    { field: "key", direction: "descending" },
    { field: "locale", direction: "descending" },
  ],
} as const;

/** Lists the templates that the tenant has saved. By key and locale unless another order is given. */
export const list = defineQuery({
  name: "templates.list",
  summary: "Lists the templates that the tenant has saved.",
  input,
  output: page(templateView),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /templates",
  run(read, { key, keyPrefix, kind, locale, brandId, order, after, limit }): Promise<Page<TemplateRow>> {
    const leaves: Filter<TemplateRow>[] = [
      ...(key === undefined ? [] : [{ field: "key", is: key } as const]),
      ...(keyPrefix === undefined ? [] : [{ field: "key", startsWith: keyPrefix } as const]),
      ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
      ...(locale === undefined ? [] : [{ field: "locale", is: locale } as const]),
      ...(brandId === undefined ? [] : [{ field: "brandId", is: brandId } as const]),
    ];
    return findPage(read, templates, { where: { and: leaves }, orderBy: orders[order], after, limit });
  },
});
