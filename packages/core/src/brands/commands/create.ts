import { defineCommand, refuseTaken } from "../../kernel/index.ts";
import { requireChannels } from "../channels.ts";
import { checkSignatures } from "../checkSignatures.ts";
import { newBrand } from "../inputs.ts";
import { layRoutes } from "../routes.ts";
import { type BrandRow, brands, brandView } from "../schema.ts";

/**
 * Creates a brand.
 *
 * @throws SupportError ALREADY_EXISTS when another brand has the key, an address or a channel; UNKNOWN_CHANNEL;
 * TEMPLATE_INVALID for a signature with variables that there are not
 */
export const create = defineCommand({
  name: "brands.create",
  summary: "Creates a brand.",
  input: newBrand,
  output: brandView,
  access: { permission: "brands.write", cases: "none" },
  http: "POST /brands",
  async run(tx, values): Promise<BrandRow> {
    await refuseTaken(tx, brands, "key", values.key);
    requireChannels(tx, values.channelIds);
    await checkSignatures(tx, values.key, values.signatures);
    const brand = tx.insert(brands, { ...values, isDefault: false });
    await layRoutes(tx, brand);
    tx.emit("brand.created", {}, { brandId: brand.id });
    return brand;
  },
});
