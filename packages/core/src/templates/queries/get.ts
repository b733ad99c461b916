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
  source: z.enum(["stored", "code"]).describe("code: built into Heedkit or a plugin."),
  version: z.int().describe("For `expectedVersion`; 0 if nothing is stored yet."),
});

/** The template with exactly one brand, key and locale. */
export interface PlacedTemplate extends Readonly<z.output<typeof placed>> {}

/**
 * Returns the template with a key and locale. Without fallbacks: that of the brand if one is given, otherwise the tenant's
 * own, or else a built-in one.
 * @throws SupportError NOT_FOUND
 */
export const get = defineQuery({
  name: "templates.get",
  summary: "Returns the template with a key and locale.",
  input: z.strictObject(place),
  output: shape("PlacedTemplate", placed),
  access: { permission: "templates.read", cases: "none" },
  http: "GET /templates/{key}/{locale}",
  async run(read, where): Promise<PlacedTemplate> {
    const { key, locale, brandId } = where;
    const own = await atPlace(read, where);
    // If two plugins have one, the later comes first; both come before Heedkit's own.
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
