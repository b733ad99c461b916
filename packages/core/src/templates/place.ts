import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import { brandInput, keyInput, localeInput } from "./inputs.ts";
import { type TemplatePlace, type TemplateRow, templates } from "./schema.ts";

/** Where exactly one template is. */
export const place = { key: keyInput, locale: localeInput, brandId: brandInput.default(null) };

/** The same as one text, which no two templates share. */
export function placeText({ brandId, key, locale }: TemplatePlace): string {
  return `${brandId ?? ""} ${key} ${locale}`;
}

/** The tenant's own template with a key and locale. */
export function atPlace(
  read: Pick<Read, "findOne">,
  { brandId, key, locale }: TemplatePlace,
): Promise<TemplateRow | null> {
  return read.findOne(templates, {
    and: [
      { field: "key", is: key },
      { field: "brandId", is: brandId },
      { field: "locale", is: locale },
    ],
  });
}

export function noTemplate({ brandId, key, locale }: TemplatePlace): SupportError {
  const of = brandId === null ? "" : ` of the brand ${brandId}`;
  return new SupportError("NOT_FOUND", `There is no template "${key}"${of} in ${locale}.`, {
    details: { brandId, key, locale },
  });
}
