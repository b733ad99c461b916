import * as z from "zod";
import { defineQuery, shape } from "../../kernel/index.ts";
import { atPlace, noTemplate, place } from "../place.ts";
import { templatesState } from "../state.ts";

const placed = z.object({
  key: z.string(),
  locale: z.string(),
  brandId: z.string().nullable(),
  kind: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
  source: z.enum(["stored", "code"]).describe("code: it comes with Heedkit or a plugin."),
  version: z.int().describe("For `expectedVersion`; 0 where nothing is stored yet."),
});

/** The template of exactly one brand, key and locale. */
export interface PlacedTemplate extends Readonly<z.output<typeof placed>> {}

/**
 * The template of exactly this brand, key and locale. Where no brand is named: the tenant's own, else the one that comes
 * with Heedkit or a plugin.
 * @throws SupportError NOT_FOUND
 */
export const get = defineQuery({
  name: "templates.get",
  summary: "Returns the template of a key and locale.",
  input: z.strictObject(place),
  output: shape("PlacedTemplate", placed),
  access: { permission: "templates.read" },
  http: "GET /templates/{key}/{locale}",
  async run(read, where): Promise<PlacedTemplate> {
    const { key, locale, brandId } = where;
    const own = await atPlace(read, where);
    // Of two that bring one, the later stands before Heedkit's own.
    const supplied = read
      .use(templatesState)
      .builtIns.findLast((builtIn) => builtIn.key === key && builtIn.locale === locale);
    const found = own ?? (brandId === null ? supplied : undefined);
    if (found === undefined) throw noTemplate(where);
    const { kind, subject, text, html } = found;
    const source = own === null ? "code" : "stored";
    return { key, locale, brandId, kind, subject, text, html, source, version: own?.version ?? 0 };
  },
});
