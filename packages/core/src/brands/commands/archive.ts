import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, reference } from "../../kernel/index.ts";
import { changeBrand } from "../change.ts";
import { requireBrand } from "../require.ts";
import { type BrandRow, brandView } from "../schema.ts";

/**
 * Archives a brand: no new case is of it, and its addresses and channels lead to it no longer. Cases that are of it stay
 * so, and are still answered in its name.
 *
 * @throws SupportError NOT_FOUND; INVALID_TRANSITION for the default brand
 */
export const archive = defineCommand({
  name: "brands.archive",
  summary: "Archives a brand.",
  input: z.strictObject({ brandId: reference("brand") }),
  output: brandView,
  access: { permission: "brands.write", cases: "none" },
  http: "POST /brands/{brandId}/archive",
  async run(tx, { brandId }): Promise<BrandRow> {
    const brand = await requireBrand(tx, brandId);
    if (brand.isDefault) throw isDefault(brand);
    return brand.archivedAt === null ? changeBrand(tx, brand, { archivedAt: tx.now }) : brand;
  },
});

function isDefault({ id, key }: BrandRow): SupportError {
  return new SupportError(
    "INVALID_TRANSITION",
    `The brand "${key}" is the default and can't be archived. Make another one the default first with brands.setDefault, or none with brands.setDefault({ brandId: null }).`,
    { details: { brandId: id } },
  );
}
