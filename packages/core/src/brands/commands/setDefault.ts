import * as z from "zod";
import { defineCommand, orNull, reference } from "../../kernel/index.ts";
import { changeBrand } from "../change.ts";
import { requireUsableBrand } from "../require.ts";
import { defaultRoute } from "../routes.ts";
import { type BrandRow, brandRoutes, brands, brandView } from "../schema.ts";

/**
 * Makes a brand the one of new cases that no address and no channel leads to a brand; null: those are of none then.
 * @throws SupportError NOT_FOUND, ARCHIVED
 */
export const setDefault = defineCommand({
  name: "brands.setDefault",
  summary: "Says which brand new cases are of that nothing else leads to one.",
  input: z.strictObject({ brandId: reference("brand").nullable() }),
  output: orNull(brandView),
  access: { permission: "brands.write", cases: "none" },
  http: "PUT /default-brand",
  async run(tx, { brandId }): Promise<BrandRow | null> {
    const next = brandId === null ? null : await requireUsableBrand(tx, brandId);
    const route = await tx.findOne(brandRoutes, { field: "route", is: defaultRoute });
    const before = route === null ? null : await tx.get(brands, route.brandId);
    if (before?.id === next?.id) return next;
    // The one row changes hands, as a key that is given up and taken in one commit is there twice for a moment.
    if (route !== null && next !== null) tx.update(brandRoutes, route, { brandId: next.id });
    if (before !== null) await changeBrand(tx, before, { isDefault: false });
    return next === null ? null : changeBrand(tx, next, { isDefault: true });
  },
});
