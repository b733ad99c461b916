import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { requireBrand } from "../require.ts";
import { type BrandRow, brandView } from "../schema.ts";

/** A brand, by its id or key. @throws SupportError NOT_FOUND with the key that was probably meant */
export const get = defineQuery({
  name: "brands.get",
  summary: "Returns a brand.",
  input: z.strictObject({ brandId: reference("brand") }),
  output: brandView,
  access: { permission: "brands.read", cases: "none" },
  http: "GET /brands/{brandId}",
  run: (read, { brandId }): Promise<BrandRow> => requireBrand(read, brandId),
});
