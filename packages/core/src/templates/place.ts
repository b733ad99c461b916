import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import { keyInput, localeInput } from "./inputs.ts";
import { type TemplateRow, templates } from "./schema.ts";

/** The key and locale of one template. */
export const place = { key: keyInput, locale: localeInput };

/** The tenant's own template with a key and locale. */
export function atPlace(
  read: Pick<Read, "findOne">,
  key: string,
  locale: string,
): Promise<TemplateRow | null> {
  return read.findOne(templates, {
    and: [
      { field: "key", is: key },
      { field: "locale", is: locale },
    ],
  });
}

export function noTemplate(key: string, locale: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no template "${key}" in ${locale}.`, {
    details: { key, locale },
  });
}
