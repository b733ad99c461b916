import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { brandInput, kindInput, localeInput } from "../inputs.ts";
import { type TemplateRow, templates, templateView } from "../schema.ts";

const input = z.strictObject({
  text: lineInput(500).describe("Word prefixes; all of them must match."),
  kind: z.exactOptional(kindInput),
  locale: z.exactOptional(localeInput),
  brandId: z
    .exactOptional(brandInput)
    .describe("null: the desk's own alone. Default: those of brands as well."),
  limit: limitSchema,
});

/** Searches the templates that the tenant has saved by key, subject and text. Best matches first. */
export const search = defineQuery({
  name: "templates.search",
  summary: "Searches the templates that the tenant has saved by key, subject and text.",
  input,
  output: list(templateView),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /templates/search",
  run(read, { text, kind, locale, brandId, limit }): Promise<readonly TemplateRow[]> {
    const leaves: Filter<TemplateRow>[] = [
      ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
      ...(locale === undefined ? [] : [{ field: "locale", is: locale } as const]),
      ...(brandId === undefined ? [] : [{ field: "brandId", is: brandId } as const]),
    ];
    return read.search(templates, { text, where: { and: leaves }, limit });
  },
});
