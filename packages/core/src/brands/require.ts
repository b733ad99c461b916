import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import { suggest } from "../suggest.ts";
import { type BrandRow, brands } from "./schema.ts";

/** Brands whose keys are looked at for a suggestion. */
const mostSuggested = 200;

/** @throws SupportError NOT_FOUND */
export async function requireBrand(read: Pick<Read, "get">, brandId: string): Promise<BrandRow> {
  const brand = await read.get(brands, brandId);
  if (brand !== null) return brand;
  throw noBrand(brandId, "");
}

/** A brand that something new can be of. @throws SupportError NOT_FOUND, ARCHIVED */
export async function requireUsableBrand(read: Pick<Read, "get">, brandId: string): Promise<BrandRow> {
  const brand = await requireBrand(read, brandId);
  if (brand.archivedAt === null) return brand;
  throw new SupportError(
    "ARCHIVED",
    `The brand "${brand.key}" is archived and can't be used for anything new. Bring it back with brands.restore, or choose another.`,
    { details: { brandId } },
  );
}

/** The id of a brand by its id or key. @throws SupportError NOT_FOUND with the key that was probably meant */
export async function findBrandId(read: Read, given: string): Promise<string> {
  if ((await read.get(brands, given)) !== null) return given;
  const known = await read.findOne(brands, { field: "key", is: given });
  if (known !== null) return known.id;
  const all = await read.find(brands, { limit: mostSuggested });
  throw noBrand(
    given,
    suggest(
      given,
      all.map(({ key }) => key),
    ),
  );
}

export function noBrand(given: string, hint: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no brand "${given}".${hint}`, {
    details: { brandId: given },
  });
}
