import { type BrandRow, brands } from "../brands/index.ts";
import type { Read } from "../kernel/index.ts";
import type { Contact, TemplateSettings } from "./settings.ts";

/** How the desk speaks: as its options say or, for a brand, in the name of that. */
export interface Voice
  extends Pick<TemplateSettings, "deskName" | "deskUrl" | "locale" | "timeZone" | "contact"> {
  /** Null: of no brand. */
  readonly brand: BrandRow | null;
}

/** In whose name the desk speaks: what the brand leaves out is as in the desk's options. */
export async function voiceOf(
  read: Pick<Read, "get">,
  { deskName, deskUrl, locale, timeZone, contact }: TemplateSettings,
  brandId: string | null,
): Promise<Voice> {
  const brand = brandId === null ? null : await read.get(brands, brandId);
  if (brand === null) return { deskName, deskUrl, locale, timeZone, contact, brand };
  const own = brand.contact === null ? null : contactOf(brand.contact);
  return {
    deskName: brand.name,
    deskUrl: brand.url ?? deskUrl,
    locale: brand.locale ?? locale,
    timeZone: brand.timeZone ?? timeZone,
    contact: own === null ? contact : () => own,
    brand,
  };
}

function contactOf(contact: NonNullable<BrandRow["contact"]>): Contact {
  return Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== null));
}
