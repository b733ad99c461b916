import * as z from "zod";
import { ConflictError } from "../../errors/index.ts";
import { defineCommand, reference, versionInput } from "../../kernel/index.ts";
import { changeBrand } from "../change.ts";
import { requireChannels } from "../channels.ts";
import { checkSignatures } from "../checkSignatures.ts";
import { profile } from "../inputs.ts";
import { requireBrand } from "../require.ts";
import { type BrandRow, brands, brandView } from "../schema.ts";

const input = z.strictObject({
  brandId: reference("brand"),
  ...z.strictObject(profile).partial().shape,
  expectedVersion: versionInput
    .optional()
    .describe("Refuses the change when the brand was changed since this version was read."),
});

/**
 * Changes a brand. Lists, contact and look are replaced as a whole.
 *
 * @throws SupportError NOT_FOUND; ALREADY_EXISTS when another brand has an address or a channel; UNKNOWN_CHANNEL;
 * TEMPLATE_INVALID
 * @throws ConflictError when the brand isn't at the expected version
 */
export const update = defineCommand({
  name: "brands.update",
  summary: "Changes a brand.",
  input,
  output: brandView,
  access: { permission: "brands.write", cases: "none" },
  http: "PATCH /brands/{brandId}",
  async run(tx, { brandId, expectedVersion, ...changes }): Promise<BrandRow> {
    const brand = await requireBrand(tx, brandId);
    if (expectedVersion !== undefined && expectedVersion !== brand.version) throw changedSince(brand);
    // A channel that the desk has lost since may stay named.
    requireChannels(
      tx,
      (changes.channelIds ?? []).filter((id) => !brand.channelIds.includes(id)),
    );
    await checkSignatures(tx, brand.key, changes.signatures ?? []);
    return changeBrand(tx, brand, changes);
  },
});

function changedSince({ id }: BrandRow): ConflictError {
  return new ConflictError({
    changeIndex: 0,
    table: brands.name,
    id,
    reason: "expectation",
    constraint: "version",
  });
}
