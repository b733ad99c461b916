import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { changeBrand } from "../change.ts";
import { requireBrand } from "../require.ts";
import { type BrandRow, brandView } from "../schema.ts";

/**
 * Brings an archived brand back, with its addresses and channels.
 * @throws SupportError NOT_FOUND; ALREADY_EXISTS when another brand has taken an address or a channel since
 */
export const restore = defineCommand({
  name: "brands.restore",
  summary: "Brings an archived brand back.",
  input: z.strictObject({ brandId: reference("brand") }),
  output: brandView,
  access: { permission: "brands.write", cases: "none" },
  http: "POST /brands/{brandId}/restore",
  run: async (tx, { brandId }): Promise<BrandRow> =>
    changeBrand(tx, await requireBrand(tx, brandId), { archivedAt: null }),
});
